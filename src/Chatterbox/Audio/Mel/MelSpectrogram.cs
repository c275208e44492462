namespace Chatterbox.Audio.Mel;

/// <summary>A mel spectrogram, time-major: value (frame, bin) lies at <c>frame * Bins + bin</c>.</summary>
public sealed class MelSpectrogram
{
    /// <param name="frames">Number of frames.</param>
    /// <param name="bins">Values per frame.</param>
    /// <param name="values">(frames, bins), kept, not copied.</param>
    public MelSpectrogram(int frames, int bins, float[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (frames < 0 || bins < 0 || (long)frames * bins != values.Length)
            throw new ArgumentException($"{values.Length} values are not {frames} frames of {bins}.", nameof(values));
        (Frames, Bins, Values) = (frames, bins, values);
    }

    /// <summary>Number of frames.</summary>
    public int Frames { get; }

    /// <summary>Values per frame.</summary>
    public int Bins { get; }

    /// <summary>(Frames, Bins).</summary>
    public float[] Values { get; }

    /// <summary>The values of one frame.</summary>
    public ReadOnlySpan<float> Frame(int index) => Values.AsSpan(index * Bins, Bins);
}
