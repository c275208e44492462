namespace Chatterbox.Audio.Fft;

/// <summary>What stands before the first and after the last sample of a signal.</summary>
public enum EdgePadding
{
    /// <summary>Zeros.</summary>
    Zero,

    /// <summary>The signal mirrored at its first and last sample, which are not repeated: sample -1 is sample 1.</summary>
    Reflect,

    /// <summary>The signal mirrored outside its first and last sample: sample -1 is sample 0.</summary>
    Symmetric,
}
