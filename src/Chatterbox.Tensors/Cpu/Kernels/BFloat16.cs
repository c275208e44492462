using System.Numerics;
using System.Runtime.Intrinsics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>The upper half of a float.</summary>
internal static unsafe class BFloat16
{
    private const ushort NaN = 0x7FC0;

    /// <summary>The nearest bfloat16, the even one of two as near; NaN stays NaN.</summary>
    public static ushort Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? NaN : (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
    }

    /// <summary>The float of a bfloat16.</summary>
    public static float Widen(ushort value) => BitConverter.UInt32BitsToSingle((uint)value << 16);

    /// <summary>Rounds <paramref name="count"/> values.</summary>
    public static void Round(float* from, ushort* to, int count)
    {
        int i = 0;
        for (; Vector512.IsHardwareAccelerated && i + 2 * Vector512<float>.Count <= count; i += 2 * Vector512<float>.Count)
            Vector512.Narrow(Round(Vector512.Load(from + i)), Round(Vector512.Load(from + i + Vector512<float>.Count))).Store(to + i);
        for (; i < count; i++)
            to[i] = Round(from[i]);
    }

    /// <summary>The nearest bfloat16 of each value, as floats; NaN stays NaN.</summary>
    public static Vector<float> Round(Vector<float> value)
    {
        Vector<uint> bits = Vector.AsVectorUInt32(value);
        Vector<uint> rounded = (bits + new Vector<uint>(0x7FFF) + (bits >>> 16 & Vector<uint>.One)) & new Vector<uint>(0xFFFF_0000);
        return Vector.ConditionalSelect(Vector.Equals(value, value), Vector.AsVectorSingle(rounded), value);
    }

    /// <summary>Rounds 16 values, each in the lower half of its lane.</summary>
    public static Vector512<uint> Round(Vector512<float> value)
    {
        Vector512<uint> bits = value.AsUInt32();
        Vector512<uint> rounded = (bits + Vector512.Create(0x7FFFu) + (bits >>> 16 & Vector512<uint>.One)) >>> 16;
        return Vector512.ConditionalSelect(Vector512.Equals(value, value).AsUInt32(), rounded, Vector512.Create((uint)NaN));
    }
}
