namespace Chatterbox.Audio.Resampling;

/// <summary>A change of sample rate in lowest terms: <paramref name="Up"/> outputs for every <paramref name="Down"/> inputs.</summary>
internal readonly record struct RateRatio(int Up, int Down)
{
    /// <summary>The ratio from one rate to another.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate outside those of <see cref="AudioLimits"/>.</exception>
    public static RateRatio Of(int from, int to)
    {
        Check(from, nameof(from));
        Check(to, nameof(to));
        int divisor = GreatestCommonDivisor(from, to);
        return new RateRatio(to / divisor, from / divisor);
    }

    private static void Check(int rate, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rate, AudioLimits.MinSampleRate, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, AudioLimits.MaxSampleRate, name);
    }

    private static int GreatestCommonDivisor(int a, int b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
