namespace Chatterbox.Audio.Analysis;

/// <summary>
/// Finds the silence at both ends as librosa.effects.trim does with frames of 2048 samples every 512, centred over zeros. The
/// voice encoder cuts with 20 dB (chatterbox/models/voice_encoder/voice_encoder.py, embeds_from_wavs).
/// </summary>
public static class SilenceTrim
{
    /// <summary>Level below the loudest frame from which on the voice encoder hears silence, in dB.</summary>
    public const double VoiceEncoderTopDecibels = 20;

    private const int FrameLength = 2048;
    private const int Hop = 512;

    // librosa takes no amplitude below this, so an all-silent signal is as loud as its loudest frame everywhere.
    private const double MinAmplitude = 1e-5;

    /// <summary>The part of <paramref name="mono"/> that stays: from the first frame above the threshold to the last.</summary>
    /// <returns>Start and end in samples; a silent signal stays whole.</returns>
    public static (int Start, int End) FindRange(ReadOnlySpan<float> mono, double topDecibels = VoiceEncoderTopDecibels)
    {
        if (mono.IsEmpty)
            return (0, 0);
        double[] levels = FrameLevels(mono);
        double threshold = levels.Max() - topDecibels;
        int first = Array.FindIndex(levels, level => level > threshold);
        int last = Array.FindLastIndex(levels, level => level > threshold);
        return (first * Hop, Math.Min(mono.Length, (last + 1) * Hop));
    }

    /// <summary>RMS levels in dB of frames centred on every multiple of 512 samples.</summary>
    internal static double[] FrameLevels(ReadOnlySpan<float> mono)
    {
        var levels = new double[1 + mono.Length / Hop];
        for (int frame = 0; frame < levels.Length; frame++)
        {
            int begin = Math.Max(frame * Hop - FrameLength / 2, 0);
            int end = Math.Min(frame * Hop + FrameLength / 2, mono.Length);
            double sum = 0;
            foreach (float sample in mono[begin..end])
                sum += (double)sample * sample;
            levels[frame] = 20 * Math.Log10(Math.Max(MinAmplitude, Math.Sqrt(sum / FrameLength)));
        }

        return levels;
    }
}
