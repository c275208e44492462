using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>A tensor to be written to a safetensors file.</summary>
/// <param name="Name">The key in the header.</param>
/// <param name="Dtype">The format of the elements.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Write">Writes exactly the tensor's bytes, little-endian and in row-major order, in pieces of any size.</param>
public sealed record SafetensorsTensor(string Name, Dtype Dtype, Shape Shape, Action<Stream> Write)
{
    /// <summary>The length in bytes.</summary>
    public long Bytes => checked(Shape.Count * Dtype.Size());

    /// <summary>A tensor of 32-bit floats from memory.</summary>
    public static SafetensorsTensor Float32(string name, Shape shape, ReadOnlyMemory<float> values) =>
        new(name, Dtype.F32, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));

    /// <summary>A tensor of 16-bit floats from memory.</summary>
    public static SafetensorsTensor Float16(string name, Shape shape, ReadOnlyMemory<Half> values) =>
        new(name, Dtype.F16, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));

    /// <summary>A tensor of 64-bit integers from memory.</summary>
    public static SafetensorsTensor Int64(string name, Shape shape, ReadOnlyMemory<long> values) =>
        new(name, Dtype.I64, shape, stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));

    /// <summary>A tensor of bytes from memory.</summary>
    public static SafetensorsTensor UInt8(string name, Shape shape, ReadOnlyMemory<byte> values) =>
        new(name, Dtype.U8, shape, stream => stream.Write(values.Span));
}
