using Chatterbox.Audio.Mel;

namespace Chatterbox.Parity;

/// <summary>How far two recordings of the same length are from each other to the ear: by the log mels that S3Gen works with.</summary>
public static class LogMelDistance
{
    private const double DecibelsPerNeper = 8.685889638;

    /// <summary>The mean absolute difference of all bands and frames, in decibels.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static double Decibels(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (first.Length != second.Length)
            throw new ArgumentException($"{first.Length} samples do not compare with {second.Length}.", nameof(second));
        var extractor = new MelExtractor(MelConfig.ForS3Gen());
        float[] a = extractor.Extract(first).Values, b = extractor.Extract(second).Values;
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += Math.Abs(a[i] - b[i]);
        return DecibelsPerNeper * sum / a.Length;
    }
}
