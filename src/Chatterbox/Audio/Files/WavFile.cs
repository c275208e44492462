using System.Buffers.Binary;

namespace Chatterbox.Audio.Files;

/// <summary>
/// Reads WAV files of every kind: integers of 1 to 64 bits, floats, mu-law and A-law, plain or extensible headers, RIFF, RIFX
/// (big-endian), RF64 and BW64. Truncated files and streams whose header does not know its length are read to their end.
/// </summary>
/// <remarks>
/// Follows Microsoft's "Multiple Channel Audio Data and WAVE Files", EBU Tech 3306 (RF64), and libsndfile where files
/// contradict themselves.
/// </remarks>
public static class WavFile
{
    private const int RiffHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;
    private const uint UnknownSize = uint.MaxValue;

    /// <summary>Reads the WAV file at <paramref name="path"/>.</summary>
    /// <inheritdoc cref="Read(Stream, AudioLimits)"/>
    public static AudioClip Read(string path, AudioLimits? limits = null)
    {
        using FileStream file = File.OpenRead(path);
        return Read(file, limits);
    }

    /// <summary>Reads a WAV file from a stream, which need not be seekable.</summary>
    /// <exception cref="AudioFormatException">It is no WAV file, holds no sound, or is longer than the limits allow.</exception>
    public static AudioClip Read(Stream stream, AudioLimits? limits = null) =>
        Read(new ByteReader(stream), limits ?? AudioLimits.Default);

    internal static AudioClip Read(ByteReader reader, AudioLimits limits)
    {
        Span<byte> riff = stackalloc byte[RiffHeaderBytes];
        if (reader.Read(riff) < RiffHeaderBytes || !riff[8..].SequenceEqual("WAVE"u8))
            throw new AudioFormatException("This is not a WAV file.");
        bool bigEndian = riff.StartsWith("RIFX"u8);
        bool is64 = riff.StartsWith("RF64"u8) || riff.StartsWith("BW64"u8);
        if (!bigEndian && !is64 && !riff.StartsWith("RIFF"u8))
            throw new AudioFormatException("This is not a WAV file.");

        long dataSize64 = 0;
        WavFormat? format = null;
        Span<byte> header = stackalloc byte[ChunkHeaderBytes];
        while (reader.Read(header) == ChunkHeaderBytes)
        {
            uint size = bigEndian
                ? BinaryPrimitives.ReadUInt32BigEndian(header[4..])
                : BinaryPrimitives.ReadUInt32LittleEndian(header[4..]);
            if (header.StartsWith("data"u8))
                return ReadData(reader, format, DataBytes(size, dataSize64), limits);
            if (header.StartsWith("fmt "u8))
                format = WavFormat.Parse(reader.Peek((int)Math.Min(size, WavFormat.MaxBytes)), bigEndian);
            else if (is64 && header.StartsWith("ds64"u8))
                dataSize64 = DataSize64(reader.Peek((int)Math.Min(size, 16)));
            if (!reader.Skip(size))
                break;
            SkipPadding(reader, size);
        }

        throw new AudioFormatException("The WAV file ends before its samples begin.");
    }

    private static AudioClip ReadData(ByteReader reader, WavFormat? format, long bytes, AudioLimits limits)
    {
        if (format is null)
            throw new AudioFormatException("The WAV file has no fmt chunk before the data, which says how its samples are stored.");
        return SampleReader.ReadAll(reader, format.Samples, format.Channels, format.SampleRate, bytes, limits);
    }

    /// <summary>The size of the data; writers that cannot seek back leave 0 or the largest number, and mean "to the end".</summary>
    private static long DataBytes(uint size, long size64)
    {
        if (size == UnknownSize && size64 > 0)
            return size64;
        return size is 0 or UnknownSize ? long.MaxValue : size;
    }

    private static long DataSize64(ReadOnlySpan<byte> chunk) =>
        chunk.Length < 16 ? 0 : BinaryPrimitives.ReadInt64LittleEndian(chunk[8..]);

    /// <summary>Chunks of odd size are followed by a zero byte; some writers forget it.</summary>
    private static void SkipPadding(ByteReader reader, uint size)
    {
        if (size % 2 == 1 && reader.Peek(1) is [0])
            reader.Skip(1);
    }
}
