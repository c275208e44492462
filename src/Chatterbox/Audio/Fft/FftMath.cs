namespace Chatterbox.Audio.Fft;

/// <summary>Roots of unity and factors for transform plans.</summary>
internal static class FftMath
{
    /// <summary>exp(-2 pi i power / order), from an angle reduced to one turn.</summary>
    public static (double Re, double Im) Root(long power, int order)
    {
        (double sin, double cos) = Math.SinCos(2 * Math.PI * (power % order) / order);
        return (cos, -sin);
    }

    /// <summary>The radices of a plan: fours first, so that later passes fill SIMD registers; then 2, 3, 5 and other primes.</summary>
    public static List<int> Radices(int size)
    {
        List<int> radices = [];
        int rest = size;
        foreach (int radix in (ReadOnlySpan<int>)[4, 2, 3, 5])
            for (; rest % radix == 0; rest /= radix)
                radices.Add(radix);
        for (int radix = 7; rest > 1; radix += 2)
        {
            if ((long)radix * radix > rest)
                radix = rest;
            for (; rest % radix == 0; rest /= radix)
                radices.Add(radix);
        }
        return radices;
    }
}
