namespace Chatterbox.Audio.Analysis;

/// <summary>What one wants to know of a clip at a glance.</summary>
/// <param name="Duration">Length in time.</param>
/// <param name="SampleRate">Frames per second.</param>
/// <param name="Channels">Channels per frame.</param>
/// <param name="Peak">Largest absolute sample of any channel; full scale is 1.</param>
/// <param name="Rms">Root mean square over all channels.</param>
/// <param name="Loudness">LUFS of the mono mix; null under 400 ms, negative infinity for silence.</param>
public sealed record AudioInfo(TimeSpan Duration, int SampleRate, int Channels, double Peak, double Rms, double? Loudness)
{
    /// <summary>Measures a clip.</summary>
    public static AudioInfo Of(AudioClip clip)
    {
        ArgumentNullException.ThrowIfNull(clip);
        double peak = 0;
        double sum = 0;
        foreach (float sample in clip.Samples)
        {
            peak = Math.Max(peak, Math.Abs(sample));
            sum += (double)sample * sample;
        }

        double rms = clip.Samples.IsEmpty ? 0 : Math.Sqrt(sum / clip.Samples.Length);
        double? loudness = LoudnessMeter.Measure(clip.ToMono().Samples, clip.SampleRate);
        return new AudioInfo(clip.Duration, clip.SampleRate, clip.Channels, peak, rms, loudness);
    }
}
