namespace Chatterbox.Models.Perth;

/// <summary>The numbers of the published "implicit" watermark (its hparams.yaml) that the weights were trained with.</summary>
internal static class PerthSettings
{
    /// <summary>The rate in Hz at which audio is marked and read.</summary>
    public const int SampleRate = 32_000;

    /// <summary>Samples per frame of the spectrum, under a periodic Hann window.</summary>
    public const int FftSize = 2048;

    /// <summary>Samples from frame to frame.</summary>
    public const int Hop = 320;

    /// <summary>Frequencies of the spectrum.</summary>
    public const int Bins = FftSize / 2 + 1;

    /// <summary>The shortest signal whose edges can be mirrored for the first and the last frame.</summary>
    public const int MinimumSamples = FftSize / 2 + 1;

    /// <summary>Frames of a signal of <paramref name="samples"/> samples.</summary>
    public static int FrameCount(int samples) => 1 + samples / Hop;
}
