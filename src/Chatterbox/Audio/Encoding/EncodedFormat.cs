namespace Chatterbox.Audio.Encoding;

/// <summary>Formats in which audio is sent; see <see cref="EncodedFormats"/> for what is known of each.</summary>
public enum EncodedFormat
{
    /// <summary>WAV file with 16-bit integers.</summary>
    Wav,

    /// <summary>16-bit little-endian integers without a header.</summary>
    Pcm,

    /// <summary>MPEG audio layer III, without tags.</summary>
    Mp3,

    /// <summary>Opus in Ogg.</summary>
    Opus,

    /// <summary>AAC (low complexity) as an ADTS stream.</summary>
    Aac,

    /// <summary>FLAC with 16 bits.</summary>
    Flac,
}
