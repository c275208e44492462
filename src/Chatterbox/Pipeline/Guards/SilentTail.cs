namespace Chatterbox.Pipeline.Guards;

/// <summary>The silence that T3 sometimes writes after the last word.</summary>
internal static class SilentTail
{
    private const int Kept = 3 * AudioFormat.SampleRate / 10;
    private const int Shortest = AudioFormat.SampleRate / 2;
    private const float Share = 0.005f;
    private const float Floor = 1e-4f;

    /// <summary>
    /// Samples without a tail of at least half a second below 0.5 % of the peak; three tenths of a second of it stay, so that
    /// nothing of the last sound is lost.
    /// </summary>
    public static int LengthWithout(ReadOnlySpan<float> audio)
    {
        float peak = 0;
        foreach (float sample in audio)
            peak = Math.Max(peak, Math.Abs(sample));
        float threshold = Math.Max(Floor, Share * peak);
        int end = audio.Length;
        while (end > 0 && Math.Abs(audio[end - 1]) <= threshold)
            end--;
        return audio.Length - end < Shortest ? audio.Length : Math.Min(audio.Length, end + Kept);
    }
}
