using System.Buffers.Binary;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Audio.Files;

/// <summary>Writes mono WAV files.</summary>
public static class WavWriter
{
    private const int BlockSamples = 8192;
    private const int PcmTag = 1;
    private const int FloatTag = 3;

    /// <summary>Writes a whole file to a stream. Samples beyond full scale are cut there when they become integers.</summary>
    /// <exception cref="ArgumentException">The samples do not fit a WAV file's 4 GiB.</exception>
    public static void Write(Stream stream, ReadOnlySpan<float> mono, int sampleRate, WavEncoding encoding = WavEncoding.Pcm16)
    {
        ArgumentNullException.ThrowIfNull(stream);
        int bytes = BytesPerSample(encoding);
        long dataBytes = (long)mono.Length * bytes;
        if (dataBytes > uint.MaxValue - 64)
            throw new ArgumentException($"{mono.Length} samples do not fit a WAV file.", nameof(mono));
        stream.Write(Header(sampleRate, encoding, (uint)dataBytes));
        var block = new byte[BlockSamples * bytes];
        for (int i = 0; i < mono.Length; i += BlockSamples)
        {
            ReadOnlySpan<float> part = mono[i..Math.Min(i + BlockSamples, mono.Length)];
            Encode(part, block, encoding);
            stream.Write(block.AsSpan(0, part.Length * bytes));
        }

        if (dataBytes % 2 == 1)
            stream.WriteByte(0);
    }

    /// <summary>Writes a file. It appears under its name only when complete, in place of any older one.</summary>
    /// <exception cref="IOException">The file cannot be written, or the path is a device, a pipe or a socket.</exception>
    public static void Save(string path, ReadOnlySpan<float> mono, int sampleRate, WavEncoding encoding = WavEncoding.Pcm16)
    {
        using WholeFile file = new(path);
        Write(file.Stream, mono, sampleRate, encoding);
        file.Commit();
    }

    /// <summary>
    /// Everything before the samples. For a stream of unknown length, <paramref name="dataBytes"/> is
    /// <see cref="uint.MaxValue"/>: readers take that as "to the end".
    /// </summary>
    public static byte[] Header(int sampleRate, WavEncoding encoding, uint dataBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        bool isFloat = encoding == WavEncoding.Float32;
        int bytes = BytesPerSample(encoding);
        // Formats other than PCM need the extension size and a fact chunk with the number of samples.
        int length = isFloat ? 58 : 44;
        var header = new byte[length];
        uint riffBytes = dataBytes == uint.MaxValue ? dataBytes : (uint)(length - 8) + dataBytes + dataBytes % 2;
        SpanWriter writer = new(header);
        writer.Text("RIFF"u8);
        writer.UInt32(riffBytes);
        writer.Text("WAVEfmt "u8);
        writer.UInt32(isFloat ? 18u : 16u);
        writer.UInt16(isFloat ? FloatTag : PcmTag);
        writer.UInt16(1);
        writer.UInt32((uint)sampleRate);
        writer.UInt32((uint)(sampleRate * bytes));
        writer.UInt16(bytes);
        writer.UInt16(8 * bytes);
        if (isFloat)
        {
            writer.UInt16(0);
            writer.Text("fact"u8);
            writer.UInt32(4);
            writer.UInt32(dataBytes == uint.MaxValue ? dataBytes : dataBytes / (uint)bytes);
        }

        writer.Text("data"u8);
        writer.UInt32(dataBytes);
        return header;
    }

    /// <summary>Size of a sample in bytes.</summary>
    internal static int BytesPerSample(WavEncoding encoding) => encoding switch
    {
        WavEncoding.Pcm16 => 2,
        WavEncoding.Pcm24 => 3,
        WavEncoding.Float32 => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(encoding), encoding, "There is no such encoding."),
    };

    /// <summary>The samples as they stand in a file, without a header; <paramref name="target"/> must have room for all of them.</summary>
    internal static void Encode(ReadOnlySpan<float> samples, Span<byte> target, WavEncoding encoding)
    {
        for (int i = 0; i < samples.Length; i++)
            switch (encoding)
            {
                case WavEncoding.Pcm16:
                    BinaryPrimitives.WriteInt16LittleEndian(target[(2 * i)..], (short)Quantize(samples[i], 16));
                    break;
                case WavEncoding.Pcm24:
                    int value = Quantize(samples[i], 24);
                    BinaryPrimitives.WriteInt16LittleEndian(target[(3 * i)..], (short)value);
                    target[3 * i + 2] = (byte)(value >> 16);
                    break;
                default:
                    BinaryPrimitives.WriteSingleLittleEndian(target[(4 * i)..], samples[i]);
                    break;
            }
    }

    /// <summary>The nearest integer of this many bits; full scale is 1, as in reading. No number becomes zero.</summary>
    private static int Quantize(float sample, int bits)
    {
        double scale = 1 << bits - 1;
        return (int)Math.Clamp(Math.Round(sample * scale), -scale, scale - 1);
    }

    private ref struct SpanWriter(Span<byte> target)
    {
        private Span<byte> _rest = target;

        public void Text(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_rest);
            _rest = _rest[text.Length..];
        }

        public void UInt16(int value)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(_rest, (ushort)value);
            _rest = _rest[sizeof(ushort)..];
        }

        public void UInt32(uint value)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_rest, value);
            _rest = _rest[sizeof(uint)..];
        }
    }
}
