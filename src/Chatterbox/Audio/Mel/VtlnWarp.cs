namespace Chatterbox.Audio.Mel;

/// <summary>
/// Kaldi's vocal tract length warp of frequencies: f / Factor in the middle, bent at the ends so that the lowest and the
/// highest frequency of the filter bank stay where they are (Kaldi feat/mel-computations).
/// </summary>
/// <param name="Factor">Warp factor, above 0; 1 changes nothing.</param>
/// <param name="LowCutoff">Lower cutoff in Hz, above the lowest frequency of the bank.</param>
/// <param name="HighCutoff">Upper cutoff in Hz, below the highest frequency of the bank.</param>
public sealed record VtlnWarp(double Factor, double LowCutoff, double HighCutoff)
{
    /// <summary>The warped frequency.</summary>
    /// <param name="frequency">In Hz, between low and high.</param>
    /// <param name="low">Lowest frequency of the bank in Hz.</param>
    /// <param name="high">Highest frequency of the bank in Hz.</param>
    /// <exception cref="ArgumentException">The cutoffs do not fit the bank.</exception>
    public double Apply(double frequency, double low, double high)
    {
        double lowerBend = LowCutoff * Math.Max(1, Factor), upperBend = HighCutoff * Math.Min(1, Factor);
        if (!(Factor > 0 && LowCutoff > low && HighCutoff < high && LowCutoff < HighCutoff && lowerBend < high && upperBend > low))
            throw new ArgumentException($"The warp {this} does not fit a filter bank from {low} to {high} Hz.", nameof(frequency));
        if (frequency < lowerBend)
            return low + (lowerBend / Factor - low) / (lowerBend - low) * (frequency - low);
        return frequency < upperBend
            ? frequency / Factor
            : high + (high - upperBend / Factor) / (high - upperBend) * (frequency - high);
    }
}
