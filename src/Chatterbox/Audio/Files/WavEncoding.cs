namespace Chatterbox.Audio.Files;

/// <summary>Sample formats in which WAV files are written.</summary>
public enum WavEncoding
{
    /// <summary>16-bit integers.</summary>
    Pcm16,

    /// <summary>24-bit integers.</summary>
    Pcm24,

    /// <summary>32-bit floats.</summary>
    Float32,
}
