namespace Chatterbox.Audio.Files;

/// <summary>Kinds of audio files, told by their first bytes.</summary>
public enum AudioContainer
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>RIFF, RIFX, RF64 or BW64 with a WAVE form.</summary>
    Wav,

    /// <summary>AIFF or AIFF-C.</summary>
    Aiff,

    /// <summary>Native FLAC.</summary>
    Flac,

    /// <summary>Ogg, with Vorbis, Opus or FLAC inside.</summary>
    Ogg,

    /// <summary>MPEG audio layers, with or without an ID3 tag.</summary>
    Mp3,

    /// <summary>AAC with ADTS headers.</summary>
    Aac,

    /// <summary>MPEG-4 and QuickTime: M4A, MP4, MOV.</summary>
    Mp4,

    /// <summary>Matroska and WebM.</summary>
    Matroska,
}
