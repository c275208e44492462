namespace Chatterbox.Audio;

/// <summary>How much audio a reader takes in before it refuses. Every reader stays within these, whatever a header says.</summary>
public sealed record AudioLimits
{
    /// <summary>Lowest sample rate taken, in Hz.</summary>
    public const int MinSampleRate = 1_000;

    /// <summary>Highest sample rate taken, in Hz.</summary>
    public const int MaxSampleRate = 768_000;

    /// <summary>Ten minutes, 64 Mi samples (256 MiB of floats), one minute of decoding.</summary>
    public static readonly AudioLimits Default = new();

    /// <summary>Longest clip taken.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most samples taken, over all channels.</summary>
    public int MaxSamples { get; init; } = 64 << 20;

    /// <summary>Most bytes of a stream that are kept for an outside decoder.</summary>
    public long MaxEncodedBytes { get; init; } = 256L << 20;

    /// <summary>Time an outside decoder may take.</summary>
    public TimeSpan DecodeTimeout { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Most frames (samples of one channel) of a clip of this rate and channel count.</summary>
    internal long MaxFrames(int sampleRate, int channels) =>
        (long)Math.Min(MaxDuration.TotalSeconds * sampleRate, MaxSamples / channels);

    /// <summary>Throws unless the rate and channel count a header gives can be used.</summary>
    internal static void CheckHeader(long sampleRate, int channels)
    {
        if (channels == 0)
            throw new AudioFormatException("The audio has no channels.");
        if (sampleRate is < MinSampleRate or > MaxSampleRate)
            throw new AudioFormatException(
                $"A sample rate of {sampleRate} Hz cannot be used; it must lie between {MinSampleRate} and {MaxSampleRate} Hz.");
    }
}
