using System.Buffers.Binary;
using System.Text;
using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints.Torch;

/// <summary>Reads the operands of a pickle's operations, never past its end.</summary>
internal ref struct PickleReader(ReadOnlySpan<byte> bytes)
{
    private const int LongestLine = 256;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The next <paramref name="count"/> bytes.</summary>
    public ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)_rest.Length)
            throw new CheckpointException("its pickle is cut off.");
        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    /// <summary>One byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Two bytes as an unsigned number.</summary>
    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>Four bytes as a signed number.</summary>
    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    /// <summary>Four bytes as an unsigned number.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Eight bytes, big-endian, as a float.</summary>
    public double Float64() => BinaryPrimitives.ReadDoubleBigEndian(Take(8));

    /// <summary>A length in one byte, then a signed number of so many bytes, at most eight.</summary>
    public long Long()
    {
        byte length = Byte();
        if (length > sizeof(long))
            throw new CheckpointException($"it holds a whole number of {length} bytes.");
        ReadOnlySpan<byte> bytes = Take(length);
        long value = 0;
        for (int i = 0; i < length; i++)
            value |= (long)bytes[i] << (8 * i);
        int unused = 64 - (8 * length);
        return length == 0 ? 0 : value << unused >> unused;
    }

    /// <summary>A length in four bytes, then so much text.</summary>
    public string Text() => Decode(Take(UInt32()));

    /// <summary>Text up to the next line feed.</summary>
    public string Line()
    {
        int length = _rest[..Math.Min(_rest.Length, LongestLine)].IndexOf((byte)'\n');
        if (length < 0)
            throw new CheckpointException("its pickle is cut off in a name.");
        string line = Decode(_rest[..length]);
        _rest = _rest[(length + 1)..];
        return line;
    }

    private static string Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException error)
        {
            throw new CheckpointException("its pickle holds text that is not UTF-8.", error);
        }
    }
}
