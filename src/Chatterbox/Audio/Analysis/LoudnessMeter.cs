namespace Chatterbox.Audio.Analysis;

/// <summary>
/// Integrated loudness of mono audio after ITU-R BS.1770-4, computed as pyloudnorm's Meter does, which the Turbo reference
/// uses (chatterbox/tts_turbo.py, norm_loudness).
/// </summary>
public static class LoudnessMeter
{
    /// <summary>Loudness to which Turbo and Nano bring a reference recording, in LUFS.</summary>
    public const double ReferenceTarget = -27;

    private const double BlockSeconds = 0.4;
    private const double BlockStep = 0.25;
    private const double AbsoluteGate = -70;
    private const double RelativeGate = -10;

    /// <summary>
    /// Loudness in LUFS; negative infinity for silence, null for audio shorter than one block of 400 ms, which has none.
    /// </summary>
    public static double? Measure(ReadOnlySpan<float> mono, int sampleRate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        if (mono.Length < BlockSeconds * sampleRate)
            return null;
        float[] weighted = mono.ToArray();
        Biquad.HighShelf(gain: 4, frequency: 1500, q: 1 / Math.Sqrt(2), sampleRate).Apply(weighted);
        Biquad.HighPass(frequency: 38, q: 0.5, sampleRate).Apply(weighted);
        double[] blocks = BlockPowers(weighted, sampleRate);
        double gate = Loudness(MeanAbove(blocks, AbsoluteGate, inclusive: true)) + RelativeGate;
        return Loudness(MeanAbove(blocks, Math.Max(gate, AbsoluteGate), inclusive: false));
    }

    /// <summary>
    /// Scales audio to <paramref name="target"/> LUFS, without a limiter. Audio without a loudness (silent or under 400 ms)
    /// comes back as it is.
    /// </summary>
    public static float[] Normalize(ReadOnlySpan<float> mono, int sampleRate, double target = ReferenceTarget)
    {
        float[] result = mono.ToArray();
        if (Measure(mono, sampleRate) is not { } loudness)
            return result;
        double gain = Math.Pow(10, (target - loudness) / 20);
        if (double.IsFinite(gain) && gain > 0)
            foreach (ref float sample in result.AsSpan())
                sample = (float)(sample * gain);
        return result;
    }

    /// <summary>Mean squares of blocks of 400 ms that overlap by three quarters; bounds are cut to whole samples.</summary>
    private static double[] BlockPowers(ReadOnlySpan<float> weighted, int sampleRate)
    {
        double seconds = (double)weighted.Length / sampleRate;
        int count = (int)Math.Round((seconds - BlockSeconds) / (BlockSeconds * BlockStep)) + 1;
        var powers = new double[count];
        for (int block = 0; block < count; block++)
        {
            int begin = (int)(BlockSeconds * (block * BlockStep) * sampleRate);
            int end = Math.Min((int)(BlockSeconds * (block * BlockStep + 1) * sampleRate), weighted.Length);
            double sum = 0;
            foreach (float sample in weighted[begin..end])
                sum += (double)sample * sample;
            powers[block] = sum / (BlockSeconds * sampleRate);
        }

        return powers;
    }

    private static double MeanAbove(double[] powers, double gate, bool inclusive)
    {
        double sum = 0;
        int count = 0;
        foreach (double power in powers)
        {
            double loudness = Loudness(power);
            if (loudness > gate || inclusive && loudness == gate)
            {
                sum += power;
                count++;
            }
        }

        return count == 0 ? 0 : sum / count;
    }

    private static double Loudness(double power) => -0.691 + 10 * Math.Log10(power);
}
