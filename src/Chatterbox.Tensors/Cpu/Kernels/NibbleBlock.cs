using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Values in 4 bits, from -8 to 7, 32 to a scale: 0.5625 bytes a value. A byte has the value of a column of the panel's left half in its
/// lower bits, that of the column half a panel further in its upper ones.
/// </summary>
internal readonly unsafe struct NibbleBlock : IBlockFormat
{
    private const int Count = 32;

    private const int Half = Panel.Width / 2;

    /// <summary>The largest value of a column may become any of these many steps, in quarters: from 6.5, where it is cut off, to 9.5.</summary>
    private const int FewestQuarters = 26, MostQuarters = 38;

    /// <inheritdoc/>
    public static int Values => Count;

    /// <inheritdoc/>
    public static int PairBytes => Panel.Width;

    /// <inheritdoc/>
    public static int BlockBytes => QuantizedBlock.ScaleBytes + Count / 2 * Panel.Width;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TIntegers Left<TVector, TIntegers, TLane>(sbyte* values)
        where TLane : struct, IDotLane<TVector, TIntegers> => TLane.LowerNibbles(TLane.Pairs(values));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TIntegers Right<TVector, TIntegers, TLane>(sbyte* values)
        where TLane : struct, IDotLane<TVector, TIntegers> => TLane.UpperNibbles(TLane.Pairs(values));

    /// <inheritdoc/>
    public static void Round(float* source, int rows, ushort* scales, sbyte* values)
    {
        float* steps = stackalloc float[Panel.Width];
        int* rounded = stackalloc int[Panel.Width];
        for (int column = 0; column < Panel.Width; column += Vector<float>.Count)
            BestSteps(source + column, rows).Store(steps + column);
        BFloat16.Round(steps, scales, Panel.Width);
        for (int k = 0; k < rows; k++)
        {
            for (int column = 0; column < Panel.Width; column += Vector<float>.Count)
                Vector.ConvertToInt32(Rounded(source + k * Panel.Width + column, Inverse(Vector.Load(steps + column)))).Store(rounded + column);
            sbyte* to = values + k / 2 * Panel.Width + k % 2;
            for (int column = 0; column < Half; column++)
                to[2 * column] = (sbyte)((rounded[column] & 15) | rounded[column + Half] << 4);
        }
    }

    /// <summary>
    /// The steps of a register of columns, bfloat16 in floats, with the least squared error. As there is one value more below zero than
    /// above, the largest value of a column is taken there: its step has the other sign. NaN where a column has one.
    /// </summary>
    private static Vector<float> BestSteps(float* source, int rows)
    {
        Vector<float> least = Vector<float>.Zero, most = Vector<float>.Zero;
        for (int k = 0; k < rows; k++)
        {
            Vector<float> x = Vector.Load(source + k * Panel.Width);
            least = Vector.Min(least, x);
            most = Vector.Max(most, x);
        }

        Vector<float> largest = Vector.ConditionalSelect(Vector.GreaterThan(most, -least), most, least);
        Vector<float> best = BFloat16.Round(largest / -(FewestQuarters / 4f)), bestError = Error(source, rows, best);
        for (int quarters = FewestQuarters + 1; quarters <= MostQuarters; quarters++)
        {
            Vector<float> steps = BFloat16.Round(largest / -(quarters / 4f)), error = Error(source, rows, steps);
            Vector<int> better = Vector.LessThan(error, bestError);
            best = Vector.ConditionalSelect(better, steps, best);
            bestError = Vector.ConditionalSelect(better, error, bestError);
        }

        return best;
    }

    private static Vector<float> Error(float* source, int rows, Vector<float> steps)
    {
        Vector<float> sum = Vector<float>.Zero, inverse = Inverse(steps);
        for (int k = 0; k < rows; k++)
        {
            Vector<float> error = Vector.Load(source + k * Panel.Width) - Rounded(source + k * Panel.Width, inverse) * steps;
            sum += error * error;
        }

        return sum;
    }

    private static Vector<float> Inverse(Vector<float> steps) =>
        Vector.ConditionalSelect(Vector.Equals(steps, Vector<float>.Zero), Vector<float>.Zero, Vector<float>.One / steps);

    private static Vector<float> Rounded(float* source, Vector<float> inverse) =>
        Vector.Clamp(Vector.Round(Vector.Load(source) * inverse), new Vector<float>(-8), new Vector<float>(7));
}
