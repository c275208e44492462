using System.Buffers.Binary;

namespace Chatterbox.Audio.Files;

/// <summary>Reads AIFF and uncompressed AIFF-C files (Apple, "Audio Interchange File Format", 1.3 and AIFF-C draft 1991).</summary>
internal static class AiffFile
{
    private const int FormHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const int CommonBytes = 18;

    /// <summary>Reads a clip; the samples may be cut off at the end of the stream.</summary>
    public static AudioClip Read(ByteReader reader, AudioLimits limits)
    {
        Span<byte> form = stackalloc byte[FormHeaderBytes];
        if (reader.Read(form) < FormHeaderBytes || !IsAiff(form))
            throw new AudioFormatException("This is not an AIFF file.");
        Common? common = null;
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        while (reader.Read(header) == ChunkHeaderBytes)
        {
            uint size = BinaryPrimitives.ReadUInt32BigEndian(header[4..]);
            if (header.StartsWith("SSND"u8))
                return ReadSound(reader, common, size, limits);
            if (header.StartsWith("COMM"u8))
                common = Parse(reader.Peek((int)Math.Min(size, CommonBytes + 4)));
            if (!reader.Skip((long)size + size % 2))
                break;
        }

        throw new AudioFormatException("The AIFF file ends before its samples begin.");
    }

    /// <summary>Whether a file that starts with these 12 bytes is AIFF or AIFF-C.</summary>
    public static bool IsAiff(ReadOnlySpan<byte> start) =>
        start.Length >= FormHeaderBytes && start.StartsWith("FORM"u8) &&
        (start[8..].StartsWith("AIFF"u8) || start[8..].StartsWith("AIFC"u8));

    private static AudioClip ReadSound(ByteReader reader, Common? common, uint size, AudioLimits limits)
    {
        if (common is null)
            throw new AudioFormatException("The AIFF file has no COMM chunk before the data, which says how its samples are stored.");
        Span<byte> sound = stackalloc byte[8];
        if (size < sound.Length || reader.Read(sound) < sound.Length)
            throw new AudioFormatException("The AIFF file ends before its samples begin.");
        uint offset = BinaryPrimitives.ReadUInt32BigEndian(sound);
        reader.Skip(offset);
        return SampleReader.ReadAll(reader, common.Samples, common.Channels, common.SampleRate, (long)size - sound.Length - offset, limits);
    }

    private static Common Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length < CommonBytes)
            throw new AudioFormatException("The AIFF file's COMM chunk is too short.");
        int channels = BinaryPrimitives.ReadUInt16BigEndian(chunk);
        int bits = BinaryPrimitives.ReadUInt16BigEndian(chunk[6..]);
        double sampleRate = Extended(chunk[8..]);
        AudioLimits.CheckHeader((long)Math.Clamp(sampleRate, 0, uint.MaxValue), channels);
        ReadOnlySpan<byte> codec = chunk.Length >= CommonBytes + 4 ? chunk.Slice(CommonBytes, 4) : "NONE"u8;
        return new Common(Encoding(codec, bits), channels, (int)Math.Round(sampleRate));
    }

    private static SampleFormat Encoding(ReadOnlySpan<byte> codec, int bits)
    {
        if (codec.SequenceEqual("ulaw"u8) || codec.SequenceEqual("ULAW"u8))
            return new SampleFormat(SampleEncoding.MuLaw, 1, BigEndian: true);
        if (codec.SequenceEqual("alaw"u8) || codec.SequenceEqual("ALAW"u8))
            return new SampleFormat(SampleEncoding.ALaw, 1, BigEndian: true);
        if (codec.SequenceEqual("fl32"u8) || codec.SequenceEqual("FL32"u8))
            return new SampleFormat(SampleEncoding.Float, 4, BigEndian: true);
        if (codec.SequenceEqual("fl64"u8) || codec.SequenceEqual("FL64"u8))
            return new SampleFormat(SampleEncoding.Float, 8, BigEndian: true);
        bool little = codec.SequenceEqual("sowt"u8);
        if (!little && !codec.SequenceEqual("NONE"u8) && !codec.SequenceEqual("twos"u8))
            throw new AudioFormatException("The AIFF file is compressed with a codec that is not read. Convert it to a 16-bit WAV file.");
        if (bits is < 1 or > 32)
            throw new AudioFormatException($"The AIFF file's header gives {bits} bits a sample, which cannot be.");
        return new SampleFormat(SampleEncoding.Signed, (bits + 7) / 8, BigEndian: !little);
    }

    /// <summary>An 80-bit float: sign, 15 bits of exponent, 64 bits of mantissa with its leading one written out.</summary>
    private static double Extended(ReadOnlySpan<byte> source)
    {
        int exponent = BinaryPrimitives.ReadUInt16BigEndian(source);
        return exponent >= 0x8000 ? 0 : Math.ScaleB(BinaryPrimitives.ReadUInt64BigEndian(source[2..]), exponent - 16383 - 63);
    }

    private sealed record Common(SampleFormat Samples, int Channels, int SampleRate);
}
