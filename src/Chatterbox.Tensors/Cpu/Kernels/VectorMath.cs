using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Functions of a vector of floats, each within a few units in the last place; their scalar twins are MathF's.</summary>
internal static class VectorMath
{
    private const float Log2E = 1.44269504088896341f;

    /// <summary>exp of less is no normal number, exp of more none at all.</summary>
    private const float SmallestExponent = -87.33654f;
    private const float LargestExponent = 88.72283f;

    /// <summary>ln 2 in two parts, the first exact in few bits, for an exact range reduction.</summary>
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>pi in three parts, each as exact as a float, for a reduction with fused products.</summary>
    private const float PiHigh = 3.14159274f;
    private const float PiMiddle = -8.74227766e-8f;
    private const float PiLow = -3.43040e-15f;

    /// <summary>A little over pi/2, as the number of half turns is rounded.</summary>
    private const float LargestRest = 1.7f;

    /// <summary>
    /// exp(x), x below -87.33 giving 0 and above 88.72 infinity. Range reduction by ln 2, then a polynomial of degree 6 whose
    /// exponent is raised by n. What the reduction makes of arguments out of range is replaced at the end.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        Vector<float> n = Vector.Floor(Vector.FusedMultiplyAdd(x, new Vector<float>(Log2E), new Vector<float>(0.5f)));
        Vector<float> r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2High), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-Ln2Low), r);
        Vector<float> p = new(1.9875691500e-4f);
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, r * r, r + Vector<float>.One);
        Vector<int> exponent = Vector.ShiftLeft(Vector.ConvertToInt32Native(n), 23);
        Vector<float> result = Vector.AsVectorSingle(Vector.AsVectorInt32(p) + exponent);
        result = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(SmallestExponent)), Vector<float>.Zero, result);
        return Vector.ConditionalSelect(
            Vector.GreaterThan(x, new Vector<float>(LargestExponent)), new Vector<float>(float.PositiveInfinity), result);
    }

    /// <summary>1 / (1 + exp(-x))</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sigmoid(Vector<float> x) => Vector<float>.One / (Vector<float>.One + Exp(-x));

    /// <summary>tanh(x): an odd polynomial near zero, 1 - 2 / (exp(2x) + 1) elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Tanh(Vector<float> x)
    {
        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> large = Vector<float>.One - new Vector<float>(2) / (Exp(magnitude + magnitude) + Vector<float>.One);
        large = Vector.CopySign(large, x);
        Vector<float> square = x * x;
        Vector<float> p = new(-5.70498872745e-3f);
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(2.06390887954e-2f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-5.37397155531e-2f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(1.33314422036e-1f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-3.33332819422e-1f));
        Vector<float> small = Vector.FusedMultiplyAdd(p * square, x, x);
        return Vector.ConditionalSelect(Vector.LessThan(magnitude, new Vector<float>(0.625f)), small, large);
    }

    /// <summary>erf(x) within 5e-7: Abramowitz and Stegun 7.1.26, which is within 1.5e-7, and its rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Erf(Vector<float> x)
    {
        Vector<float> magnitude = Vector.Abs(x);
        Vector<float> t = Vector<float>.One / Vector.FusedMultiplyAdd(magnitude, new Vector<float>(0.3275911f), Vector<float>.One);
        Vector<float> p = new(1.061405429f);
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-1.453152027f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(1.421413741f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-0.284496736f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.254829592f));
        Vector<float> result = Vector<float>.One - p * t * Exp(-magnitude * magnitude);
        return Vector.CopySign(result, x);
    }

    /// <summary>
    /// sin(x) within 2e-7 for |x| up to 2^18: x less the nearest multiple of pi, then an odd polynomial of degree 11. For much
    /// larger arguments it is some value within [-1, 1].
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sin(Vector<float> x)
    {
        Vector<float> n = HalfTurns(x, 0.5f);
        return WithSignOf(n, SinOfReduced(ReduceByPi(x, n)));
    }

    /// <summary>cos(x) = sin(x + pi/2), the shift being part of the reduction; the range is that of <see cref="Sin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Cos(Vector<float> x)
    {
        Vector<float> n = HalfTurns(x, 1);
        return WithSignOf(n, SinOfReduced(ReduceByPi(x, n - new Vector<float>(0.5f))));
    }

    /// <summary>sin(x)^2: the sign of the reduction cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SinSquared(Vector<float> x)
    {
        Vector<float> s = SinOfReduced(ReduceByPi(x, HalfTurns(x, 0.5f)));
        return s * s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> HalfTurns(Vector<float> x, float shift) =>
        Vector.Floor(Vector.FusedMultiplyAdd(x, new Vector<float>(1 / MathF.PI), new Vector<float>(shift)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ReduceByPi(Vector<float> x, Vector<float> n)
    {
        Vector<float> r = Vector.FusedMultiplyAdd(n, new Vector<float>(-PiHigh), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-PiMiddle), r);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-PiLow), r);

        // Only out of range does this change anything; the second operand is the one of which a NaN is kept.
        r = Vector.MaxNative(new Vector<float>(-LargestRest), r);
        return Vector.MinNative(new Vector<float>(LargestRest), r);
    }

    /// <summary>sin on [-pi/2, pi/2], by interpolation in the nodes of a Chebyshev polynomial; relative error below 2.2e-8 before rounding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> SinOfReduced(Vector<float> r)
    {
        Vector<float> square = r * r;
        Vector<float> p = new(-2.39635529e-8f);
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(2.75301045e-6f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-1.98409718e-4f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(8.33333191e-3f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-1.66666672e-1f));
        return Vector.FusedMultiplyAdd(p * square, r, r);
    }

    /// <summary>The value negated where <paramref name="n"/> half turns are odd.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> WithSignOf(Vector<float> n, Vector<float> value)
    {
        Vector<int> odd = Vector.ShiftLeft(Vector.ConvertToInt32Native(n), 31);
        return Vector.AsVectorSingle(Vector.Xor(Vector.AsVectorInt32(value), odd));
    }
}
