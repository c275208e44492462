using System.Buffers.Binary;
using System.Text;

namespace Chatterbox.Tests.Tensors.Safetensors;

/// <summary>Puts safetensors files together from their parts, right or wrong.</summary>
internal static class RawSafetensors
{
    /// <summary>A header as text before so many bytes of data, with its true length.</summary>
    public static byte[] Build(string header, int dataBytes) => Build(Encoding.UTF8.GetBytes(header), new byte[dataBytes]);

    /// <summary>A header before data, with its true length.</summary>
    public static byte[] Build(byte[] header, byte[] data)
    {
        byte[] length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }
}
