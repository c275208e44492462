namespace Chatterbox.Audio.Mel;

/// <summary>
/// Kaldi's vocal tract length warp of frequencies: f / Factor in the middle, bent at the ends so that the lowest and the
/// highest frequency of the filter bank stay where they are (Kaldi feat/mel-computations).
/// </summary>
/// <param name="Factor">Warp factor, above 0; 1 changes nothing.</param>
/// <param name="LowCutoff">Lower cutoff in Hz, above the lowest frequency of the bank.</param>
/// <param name="HighCutoff">Upper cutoff in Hz, below the highest frequency of the bank.</param>
public sealed record VtlnWarp(float Factor, float LowCutoff, float HighCutoff)
{
    /// <summary>The warped frequency.</summary>
    /// <param name="frequency">In Hz; outside the bank it stays as it is.</param>
    /// <param name="low">Lowest frequency of the bank in Hz.</param>
    /// <param name="high">Highest frequency of the bank in Hz.</param>
    /// <exception cref="ArgumentException">The cutoffs do not fit the bank.</exception>
    public float Apply(float frequency, float low, float high)
    {
        if (!(Factor > 0 && low < LowCutoff && LowCutoff < HighCutoff && HighCutoff < high))
            throw new ArgumentException($"The warp {this} does not fit a filter bank from {low} to {high} Hz.", nameof(frequency));
        if (frequency < low || frequency > high)
            return frequency;
        float lowerBend = LowCutoff * MathF.Max(1, Factor), upperBend = HighCutoff * MathF.Min(1, Factor);
        if (frequency < lowerBend)
            return low + (lowerBend / Factor - low) / (lowerBend - low) * (frequency - low);
        return frequency < upperBend
            ? frequency / Factor
            : high + (high - upperBend / Factor) / (high - upperBend) * (frequency - high);
    }
}
