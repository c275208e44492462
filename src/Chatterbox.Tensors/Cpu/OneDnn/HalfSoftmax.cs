using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>
/// The weights of attention in bfloat16. As they keep 8 bits, their exponential is a polynomial of degree 3, whose error of 1e-4 is a
/// twentieth of that of their rounding.
/// </summary>
internal static unsafe class HalfSoftmax
{
    /// <summary>The count of scores must be filled up to whole steps of so many.</summary>
    public const int Step = 32;

    private const float Log2E = 1.44269504f;

    /// <summary>2^f for f in [-1/2, 1/2], interpolated at the Chebyshev nodes.</summary>
    private const float Constant = 0.99992456f, Linear = 0.69313673f, Square = 0.24263948f, Cubic = 0.05583828f;

    /// <summary>2 to this power is zero.</summary>
    private const float Smallest = -200;

    private const byte ToNearest = 8;

    /// <summary>
    /// Makes weights exp((score - max) scale) of a row's first <paramref name="count"/> scores, and zeros of those up to
    /// <paramref name="padded"/>, which are overwritten. Gives what the weights are to be multiplied by for their sum to be one.
    /// </summary>
    public static float Weigh(float* scores, int count, int padded, float scale, ushort* weights)
    {
        new Span<float>(scores + count, padded - count).Fill(float.NegativeInfinity);
        Vector512<float> max = Vector512.Create(float.NegativeInfinity);
        for (int i = 0; i < padded; i += Vector512<float>.Count)
            max = Vector512.Max(max, Vector512.Load(scores + i));
        float highest = Highest(max) * scale * Log2E;
        Vector512<float> factor = Vector512.Create(scale * Log2E), shift = Vector512.Create(-highest), sum = Vector512<float>.Zero;
        for (int i = 0; i < padded; i += Step)
        {
            Vector512<float> first = Power(Vector512.FusedMultiplyAdd(Vector512.Load(scores + i), factor, shift));
            Vector512<float> second = Power(Vector512.FusedMultiplyAdd(Vector512.Load(scores + i + Vector512<float>.Count), factor, shift));
            sum += first + second;
            Vector512.Narrow(Round(first), Round(second)).Store(weights + i);
        }

        return 1 / Vector512.Sum(sum);
    }

    /// <summary>2^x</summary>
    private static Vector512<float> Power(Vector512<float> x)
    {
        x = Avx512F.Max(Vector512.Create(Smallest), x); // in this order NaN stays
        Vector512<float> n = Avx512F.RoundScale(x, ToNearest), f = x - n;
        Vector512<float> p = Vector512.FusedMultiplyAdd(Vector512.Create(Cubic), f, Vector512.Create(Square));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(Linear));
        p = Vector512.FusedMultiplyAdd(p, f, Vector512.Create(Constant));
        return Avx512F.Scale(p, n);
    }

    /// <summary>The upper halves, to nearest; a half away from zero, as no sum of weights can tell.</summary>
    private static Vector512<uint> Round(Vector512<float> weights) => (weights.AsUInt32() + Vector512.Create(0x8000u)) >>> 16;

    private static float Highest(Vector512<float> values)
    {
        float highest = float.NegativeInfinity;
        for (int lane = 0; lane < Vector512<float>.Count; lane++)
            highest = MathF.Max(highest, values[lane]);
        return highest;
    }
}
