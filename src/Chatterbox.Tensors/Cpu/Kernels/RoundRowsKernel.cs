using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Rounds a row of a product's left side to 16 bits with one scale, that takes the largest value to <see cref="MaxValue"/>: first the
/// scale, in a room of <see cref="Header"/> floats, then the values, with zeros up to the
/// largest block of a right side.
/// </summary>
internal unsafe struct RoundRowsKernel : IRowKernel
{
    /// <summary>Floats before the values of a row.</summary>
    public const int Header = 16;

    /// <summary>A multiple of the values in a block of every <see cref="IBlockFormat"/>.</summary>
    public const int LargestBlock = 32;

    private const float MaxValue = short.MaxValue;

    /// <summary>Rows whose largest value is below are taken for zero: the inverse of their scale would be no number.</summary>
    private const float Smallest = 1e-30f;

    /// <summary>3 * 2^22: a float next to it has the integer that it is above it in its lower bits, rounded to even.</summary>
    private const float Magic = 3 << 22;

    public float* X, Y;
    public int K;

    /// <summary>Floats that a rounded row of <paramref name="k"/> takes.</summary>
    public static int Floats(int k) => Header + Padded(k) / 2;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + (long)row * K;
        float* y = Y + (long)row * Floats(K);
        short* values = (short*)(y + Header);
        float largest = Largest(x, K);
        y[0] = largest / MaxValue;
        float inverse = largest < Smallest ? 0 : MaxValue / largest;
        int i = 0;
        for (; i + Vector<short>.Count <= K; i += Vector<short>.Count)
            Vector.Narrow(Round(x + i, inverse), Round(x + i + Vector<float>.Count, inverse)).Store(values + i);
        for (; i < K; i++)
            values[i] = (short)BitConverter.SingleToInt32Bits(x[i] * inverse + Magic);
        new Span<short>(values + K, Padded(K) - K).Clear();
    }

    private static int Padded(int k) => (k + LargestBlock - 1) / LargestBlock * LargestBlock;

    private static Vector<int> Round(float* x, float inverse) => Vector.AsVectorInt32(Vector.Load(x) * inverse + new Vector<float>(Magic));

    /// <summary>The largest absolute value, or NaN if there is one.</summary>
    private static float Largest(float* x, int count)
    {
        Vector<float> best = Vector<float>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            best = Vector.Max(best, Vector.Abs(Vector.Load(x + i)));
        float largest = 0;
        for (int lane = 0; lane < Vector<float>.Count; lane++)
            largest = MathF.Max(largest, best[lane]);
        for (; i < count; i++)
            largest = MathF.Max(largest, MathF.Abs(x[i]));
        return largest;
    }
}
