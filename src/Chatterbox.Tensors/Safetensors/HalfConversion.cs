using System.Numerics;
using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>Widens 16-bit floats to 32 bits, exactly, with denormals, infinities and NaN.</summary>
internal static class HalfConversion
{
    /// <summary>Widens IEEE 754 halves given as their bits.</summary>
    public static void Float16ToFloat32(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int done = 0;
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        for (; done <= source.Length - Vector<ushort>.Count; done += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[done..]), out Vector<uint> low, out Vector<uint> high);
            Float16ToFloat32(low).CopyTo(bits[done..]);
            Float16ToFloat32(high).CopyTo(bits[(done + Vector<uint>.Count)..]);
        }
        Float16ToFloat32Scalar(source[done..], destination[done..]);
    }

    /// <summary>The scalar twin of <see cref="Float16ToFloat32(ReadOnlySpan{ushort}, Span{float})"/>.</summary>
    public static void Float16ToFloat32Scalar(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = (float)BitConverter.UInt16BitsToHalf(source[i]);
    }

    /// <summary>Widens bfloat16 values given as their bits.</summary>
    public static void BFloat16ToFloat32(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        int done = 0;
        Span<uint> bits = MemoryMarshal.Cast<float, uint>(destination);
        for (; done <= source.Length - Vector<ushort>.Count; done += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(source[done..]), out Vector<uint> low, out Vector<uint> high);
            (low << 16).CopyTo(bits[done..]);
            (high << 16).CopyTo(bits[(done + Vector<uint>.Count)..]);
        }
        BFloat16ToFloat32Scalar(source[done..], destination[done..]);
    }

    /// <summary>The scalar twin of <see cref="BFloat16ToFloat32"/>.</summary>
    public static void BFloat16ToFloat32Scalar(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = BitConverter.UInt32BitsToSingle((uint)source[i] << 16);
    }

    private static Vector<uint> Float16ToFloat32(Vector<uint> half)
    {
        // Shifted into place, exponent and fraction read as a float 2^-112 too small, denormals included.
        Vector<uint> magnitude = (half & new Vector<uint>(0x7FFF)) << 13;
        Vector<uint> scaled = Vector.AsVectorUInt32(Vector.AsVectorSingle(magnitude) * new Vector<float>(BitConverter.UInt32BitsToSingle(0x77800000)));
        Vector<uint> special = magnitude | new Vector<uint>(0x7F800000);
        Vector<uint> isNan = Vector.GreaterThan(magnitude, new Vector<uint>(0x0F800000));
        special |= isNan & new Vector<uint>(0x00400000);
        Vector<uint> isSpecial = Vector.GreaterThanOrEqual(magnitude, new Vector<uint>(0x0F800000));
        return ((half & new Vector<uint>(0x8000)) << 16) | Vector.ConditionalSelect(isSpecial, special, scaled);
    }
}
