namespace Chatterbox.Randomness;

/// <summary>
/// Random numbers as a pure function of (seed, stream, index): the same in any order, on any thread and in any batch.
/// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"); normal numbers by Box and Muller.
/// </summary>
public sealed class CounterRandom(ulong seed) : IRandomSource
{
    private const int Rounds = 10;
    private const uint Multiplier0 = 0xD2511F53, Multiplier1 = 0xCD9E8D57;
    private const uint Weyl0 = 0x9E3779B9, Weyl1 = 0xBB67AE85;

    /// <summary>The seed it was made with.</summary>
    public ulong Seed => seed;

    /// <inheritdoc/>
    public void Uniform(RandomPurpose stream, long first, Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            (ulong low, _) = Block(stream, first + i);
            destination[i] = ToUnit(low);
        }
    }

    /// <inheritdoc/>
    public void Normal(RandomPurpose stream, long first, Span<float> destination)
    {
        // A counter gives two numbers; the first one asked for may be the second of its pair.
        for (int i = -(int)(first & 1); i < destination.Length; i += 2)
        {
            (float even, float odd) = NormalPair(stream, (first + i) >> 1);
            if (i >= 0)
                destination[i] = even;
            if (i + 1 < destination.Length)
                destination[i + 1] = odd;
        }
    }

    private (float Even, float Odd) NormalPair(RandomPurpose stream, long index)
    {
        (ulong low, ulong high) = Block(stream, index);
        double radius = Math.Sqrt(-2 * Math.Log(1 - ToUnit(low)));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * ToUnit(high));
        return ((float)(radius * cos), (float)(radius * sin));
    }

    private static double ToUnit(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    private (ulong Low, ulong High) Block(RandomPurpose stream, long index) => Philox((ulong)index, (ulong)stream, seed);

    /// <summary>128 random bits of a counter, of which <paramref name="low"/> are the first two words, under a key.</summary>
    internal static (ulong Low, ulong High) Philox(ulong low, ulong high, ulong key)
    {
        uint c0 = (uint)low, c1 = (uint)(low >> 32), c2 = (uint)high, c3 = (uint)(high >> 32);
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * c0, product1 = (ulong)Multiplier1 * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += Weyl0;
            k1 += Weyl1;
        }

        return (((ulong)c1 << 32) | c0, ((ulong)c3 << 32) | c2);
    }
}
