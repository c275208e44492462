using System.Buffers.Binary;

namespace Chatterbox.Tests.Audio.Files;

/// <summary>Puts WAV files together chunk by chunk, right and wrong.</summary>
internal sealed class WavBytes
{
    private readonly List<byte> _bytes = [];

    public WavBytes(string riff = "RIFF", uint size = 0)
    {
        Text(riff);
        UInt32(size);
        Text("WAVE");
    }

    public byte[] ToArray() => [.. _bytes];

    public Stream ToStream() => new MemoryStream(ToArray());

    public WavBytes Format(int tag, int channels, int rate, int blockAlign, int bits)
    {
        Text("fmt ");
        UInt32(16);
        UInt16(tag);
        UInt16(channels);
        UInt32((uint)rate);
        UInt32((uint)(rate * blockAlign));
        UInt16(blockAlign);
        UInt16(bits);
        return this;
    }

    /// <summary>A chunk whose header gives another size than it has, if <paramref name="size"/> is set; never padded.</summary>
    public WavBytes Chunk(string id, byte[] content, uint? size = null)
    {
        Text(id);
        UInt32(size ?? (uint)content.Length);
        _bytes.AddRange(content);
        return this;
    }

    private void Text(string text) => _bytes.AddRange(System.Text.Encoding.ASCII.GetBytes(text));

    private void UInt16(int value)
    {
        Span<byte> bytes = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        _bytes.AddRange(bytes);
    }

    private void UInt32(uint value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        _bytes.AddRange(bytes);
    }
}
