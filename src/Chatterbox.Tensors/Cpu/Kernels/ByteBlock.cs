using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Values in 8 bits, 16 to a scale: 1.125 bytes a value.</summary>
internal readonly unsafe struct ByteBlock : IBlockFormat
{
    /// <summary>The largest value that is used; its negative is the smallest.</summary>
    private const int MaxValue = 127;

    private const int Count = 16;

    /// <inheritdoc/>
    public static int Values => Count;

    /// <inheritdoc/>
    public static int PairBytes => 2 * Panel.Width;

    /// <inheritdoc/>
    public static int BlockBytes => QuantizedBlock.ScaleBytes + Count * Panel.Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TIntegers Left<TVector, TIntegers, TLane>(sbyte* values)
        where TLane : struct, IDotLane<TVector, TIntegers> => TLane.Pairs(values);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TIntegers Right<TVector, TIntegers, TLane>(sbyte* values)
        where TLane : struct, IDotLane<TVector, TIntegers> => TLane.Pairs(values + Panel.Width);

    /// <inheritdoc/>
    public static void Round(float* source, int rows, ushort* scales, sbyte* values)
    {
        for (int column = 0; column < Panel.Width; column++)
            Column(source + column, rows, scales + column, values + 2 * column);
    }

    /// <summary>The scale takes the largest value to 127, or next to it, since only its upper half is kept.</summary>
    private static void Column(float* source, int rows, ushort* scale, sbyte* values)
    {
        float largest = 0;
        for (int k = 0; k < rows; k++)
            largest = Math.Max(largest, Math.Abs(source[k * Panel.Width]));
        *scale = BFloat16.Round(largest / MaxValue);
        float step = BFloat16.Widen(*scale), inverse = step > 0 ? 1 / step : 0;
        for (int k = 0; k < rows; k++)
            values[k / 2 * 2 * Panel.Width + k % 2] = (sbyte)Math.Clamp(MathF.Round(source[k * Panel.Width] * inverse), -MaxValue, MaxValue);
    }
}
