namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>The upper half of a float.</summary>
internal static class BFloat16
{
    private const ushort NaN = 0x7FC0;

    /// <summary>The nearest bfloat16, the even one of two as near; NaN stays NaN.</summary>
    public static ushort Round(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? NaN : (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
    }
}
