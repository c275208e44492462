using System.Buffers.Binary;

namespace Chatterbox.Audio.Files;

/// <summary>What the fmt chunk of a WAV file says about its samples.</summary>
internal sealed record WavFormat(SampleFormat Samples, int Channels, int SampleRate)
{
    /// <summary>Bytes of the chunk that matter.</summary>
    public const int MaxBytes = 40;

    private const int MinBytes = 16;
    private const int Pcm = 1;
    private const int Float = 3;
    private const int ALaw = 6;
    private const int MuLaw = 7;
    private const int Extensible = 0xFFFE;

    /// <summary>Parses the chunk; throws <see cref="AudioFormatException"/> for codecs and values that cannot be used.</summary>
    public static WavFormat Parse(ReadOnlySpan<byte> chunk, bool bigEndian)
    {
        if (chunk.Length < MinBytes)
            throw new AudioFormatException("The WAV file's fmt chunk is too short.");
        int tag = UInt16(chunk, bigEndian);
        int channels = UInt16(chunk[2..], bigEndian);
        uint sampleRate = UInt32(chunk[4..], bigEndian);
        int blockAlign = UInt16(chunk[12..], bigEndian);
        int bits = UInt16(chunk[14..], bigEndian);
        if (tag == Extensible)
            tag = SubFormat(chunk, bigEndian);
        AudioLimits.CheckHeader(sampleRate, channels);
        return new WavFormat(Encoding(tag, bits, Container(blockAlign, channels, bits), bigEndian), channels, (int)sampleRate);
    }

    /// <summary>The codec of an extensible header: the first four bytes of a GUID whose rest is fixed.</summary>
    private static int SubFormat(ReadOnlySpan<byte> chunk, bool bigEndian)
    {
        ReadOnlySpan<byte> little = [0x00, 0x00, 0x10, 0x00, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
        ReadOnlySpan<byte> big = [0x00, 0x00, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71];
        if (chunk.Length < MaxBytes || !chunk[28..MaxBytes].SequenceEqual(bigEndian ? big : little))
            throw new AudioFormatException("The WAV file's extended header names no known codec. Convert the file to 16-bit PCM.");
        return (int)Math.Min(UInt32(chunk[24..], bigEndian), int.MaxValue);
    }

    /// <summary>
    /// Bytes of one sample. The block size tells, since odd bit counts may sit in larger containers; where it contradicts the
    /// bits, the bits count, as in libsndfile.
    /// </summary>
    private static int Container(int blockAlign, int channels, int bits)
    {
        int fromBits = (bits + 7) / 8;
        int fromBlock = blockAlign / channels;
        return blockAlign % channels == 0 && fromBlock >= fromBits && fromBlock <= 8 ? fromBlock : fromBits;
    }

    private static SampleFormat Encoding(int tag, int bits, int bytes, bool bigEndian) => (tag, bytes) switch
    {
        (Pcm, 1) when bits is >= 1 and <= 8 => new SampleFormat(SampleEncoding.Unsigned8, 1, bigEndian),
        (Pcm, >= 2 and <= 8) when bits >= 1 => new SampleFormat(SampleEncoding.Signed, bytes, bigEndian),
        (Float, 4) when bits == 32 => new SampleFormat(SampleEncoding.Float, 4, bigEndian),
        (Float, 8) when bits == 64 => new SampleFormat(SampleEncoding.Float, 8, bigEndian),
        (MuLaw, 1) => new SampleFormat(SampleEncoding.MuLaw, 1, bigEndian),
        (ALaw, 1) => new SampleFormat(SampleEncoding.ALaw, 1, bigEndian),
        (Pcm or Float or MuLaw or ALaw, _) => throw new AudioFormatException(
            $"The WAV file's header gives {bits} bits in {bytes} bytes, which does not fit its codec."),
        _ => throw new AudioFormatException(
            $"The WAV file uses codec 0x{tag:X4}, which is not read. Convert the file to 16-bit PCM."),
    };

    private static int UInt16(ReadOnlySpan<byte> source, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(source) : BinaryPrimitives.ReadUInt16LittleEndian(source);

    private static uint UInt32(ReadOnlySpan<byte> source, bool bigEndian) =>
        bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(source) : BinaryPrimitives.ReadUInt32LittleEndian(source);
}
