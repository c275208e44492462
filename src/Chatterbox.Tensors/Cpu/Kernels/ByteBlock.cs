using System.Numerics;
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
        float* inverse = stackalloc float[Panel.Width];
        Scales(source, rows, scales, inverse);
        for (int k = 0; k < rows; k += 2)
        {
            for (int column = 0; column < Panel.Width; column += 2 * Vector<float>.Count)
            {
                Vector<uint> left = Pair(column), right = Pair(column + Vector<float>.Count);
                Vector.Narrow(left, right).Store((ushort*)values + k / 2 * Panel.Width + column);
            }

            Vector<uint> Pair(int column)
            {
                Vector<int> even = Rounded(source + k * Panel.Width + column, inverse + column);
                Vector<int> odd = k + 1 < rows ? Rounded(source + (k + 1) * Panel.Width + column, inverse + column) : Vector<int>.Zero;
                return (even & new Vector<int>(0xFF) | odd << 8 & new Vector<int>(0xFF00)).As<int, uint>();
            }
        }
    }

    /// <summary>A scale takes the largest value of its column to 127, or next to it, since only its upper half is kept.</summary>
    private static void Scales(float* source, int rows, ushort* scales, float* inverse)
    {
        float* steps = stackalloc float[Panel.Width];
        for (int column = 0; column < Panel.Width; column += Vector<float>.Count)
        {
            Vector<float> largest = Vector<float>.Zero;
            for (int k = 0; k < rows; k++)
                largest = Vector.Max(largest, Vector.Abs(Vector.Load(source + k * Panel.Width + column)));
            Vector<float> rounded = BFloat16.Round(largest / MaxValue);
            rounded.Store(steps + column);
            Vector.ConditionalSelect(Vector.GreaterThan(rounded, Vector<float>.Zero), Vector<float>.One / rounded, Vector<float>.Zero).Store(inverse + column);
        }

        BFloat16.Round(steps, scales, Panel.Width);
    }

    private static Vector<int> Rounded(float* source, float* inverse) =>
        Vector.ConvertToInt32(Vector.Clamp(Vector.Round(Vector.Load(source) * Vector.Load(inverse)), new Vector<float>(-MaxValue), new Vector<float>(MaxValue)));
}
