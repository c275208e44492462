namespace Chatterbox.Audio.Files;

/// <summary>Tells the kind of an audio file by its content; names and extensions lie.</summary>
public static class AudioSniffer
{
    /// <summary>Bytes needed to tell.</summary>
    public const int HeadBytes = 12;

    /// <summary>The kind of the file that starts with <paramref name="head"/>.</summary>
    public static AudioContainer Detect(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeadBytes)
            return AudioContainer.Unknown;
        if (head[8..].StartsWith("WAVE"u8) &&
            (head.StartsWith("RIFF"u8) || head.StartsWith("RIFX"u8) || head.StartsWith("RF64"u8) || head.StartsWith("BW64"u8)))
            return AudioContainer.Wav;
        if (AiffFile.IsAiff(head))
            return AudioContainer.Aiff;
        if (head.StartsWith("fLaC"u8))
            return AudioContainer.Flac;
        if (head.StartsWith("OggS"u8))
            return AudioContainer.Ogg;
        if (head.StartsWith("ID3"u8))
            return AudioContainer.Mp3;
        if (head[4..].StartsWith("ftyp"u8))
            return AudioContainer.Mp4;
        if (head.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return AudioContainer.Matroska;
        return MpegFrame(head[0], head[1], head[2]);
    }

    /// <summary>An MPEG frame starts with eleven set bits, then version and layer; layer 0 with twelve set bits is ADTS.</summary>
    private static AudioContainer MpegFrame(byte first, byte second, byte third)
    {
        if (first != 0xFF || (second & 0xE0) != 0xE0)
            return AudioContainer.Unknown;
        if ((second & 0xF6) == 0xF0)
            return AudioContainer.Aac;
        bool versionKnown = (second & 0x18) != 0x08;
        bool layerKnown = (second & 0x06) != 0;
        bool rateKnown = (third & 0xF0) != 0xF0 && (third & 0x0C) != 0x0C;
        return versionKnown && layerKnown && rateKnown ? AudioContainer.Mp3 : AudioContainer.Unknown;
    }
}
