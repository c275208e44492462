namespace Chatterbox.Audio.Files;

/// <summary>How a file stores one sample.</summary>
internal enum SampleEncoding
{
    /// <summary>Two's complement, left-justified in its bytes.</summary>
    Signed,

    /// <summary>Bytes around 128.</summary>
    Unsigned8,

    /// <summary>IEEE 754.</summary>
    Float,

    /// <summary>ITU-T G.711 mu-law.</summary>
    MuLaw,

    /// <summary>ITU-T G.711 A-law.</summary>
    ALaw,
}
