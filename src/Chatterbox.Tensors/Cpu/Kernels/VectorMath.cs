using System.Numerics;
using System.Runtime.CompilerServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Functions of a vector of floats, each within a few units in the last place; their scalar twins are MathF's.</summary>
internal static class VectorMath
{
    private const float Log2E = 1.44269504088896341f;

    /// <summary>ln 2 in two parts, the first exact in few bits, for an exact range reduction.</summary>
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>pi in three parts.</summary>
    private const float PiHigh = 3.140625f;
    private const float PiMiddle = 9.6750259399414062e-4f;
    private const float PiLow = 1.5099579909783765e-7f;

    /// <summary>exp(x), x below -87.3 giving 0 and above 88.7 infinity. Range reduction by ln 2, then a polynomial of degree 6.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        Vector<float> clamped = Vector.Min(Vector.Max(x, new Vector<float>(-87.33654f)), new Vector<float>(88.72283f));
        Vector<float> n = Vector.Floor(Vector.FusedMultiplyAdd(clamped, new Vector<float>(Log2E), new Vector<float>(0.5f)));
        Vector<float> r = clamped - n * new Vector<float>(Ln2High) - n * new Vector<float>(Ln2Low);
        Vector<float> p = new(1.9875691500e-4f);
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.3981999507e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(8.3334519073e-3f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(4.1665795894e-2f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(1.6666665459e-1f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(5.0000001201e-1f));
        p = Vector.FusedMultiplyAdd(p, r * r, r + Vector<float>.One);

        // 2^n in two factors, since n itself reaches 128.
        Vector<int> whole = Vector.ConvertToInt32Native(n);
        Vector<int> half = Vector.ShiftRightArithmetic(whole, 1);
        Vector<float> result = p * PowerOfTwo(half) * PowerOfTwo(whole - half);
        result = Vector.ConditionalSelect(Vector.LessThan(x, new Vector<float>(-87.33654f)), Vector<float>.Zero, result);
        result = Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(88.72283f)), new Vector<float>(float.PositiveInfinity), result);
        return Vector.ConditionalSelect(Vector.Equals(x, x), result, x);
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

    /// <summary>erf(x) within 1.5e-7 (Abramowitz and Stegun 7.1.26).</summary>
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

    /// <summary>sin(x) for |x| up to some ten thousands: x less the nearest multiple of pi, then an odd polynomial of degree 11.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Sin(Vector<float> x)
    {
        Vector<float> n = Vector.Floor(Vector.FusedMultiplyAdd(x, new Vector<float>(1 / MathF.PI), new Vector<float>(0.5f)));
        Vector<float> r = ReduceByPi(x, n);
        Vector<int> odd = Vector.ShiftLeft(Vector.ConvertToInt32Native(n), 31);
        return Vector.AsVectorSingle(Vector.Xor(Vector.AsVectorInt32(SinOfReduced(r)), odd));
    }

    /// <summary>cos(x) = sin(x + pi/2), the shift being part of the reduction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Cos(Vector<float> x)
    {
        Vector<float> n = Vector.Floor(Vector.FusedMultiplyAdd(x, new Vector<float>(1 / MathF.PI), Vector<float>.One));
        Vector<float> r = ReduceByPi(x, n - new Vector<float>(0.5f));
        Vector<int> odd = Vector.ShiftLeft(Vector.ConvertToInt32Native(n), 31);
        return Vector.AsVectorSingle(Vector.Xor(Vector.AsVectorInt32(SinOfReduced(r)), odd));
    }

    /// <summary>sin(x)^2: the sign of the reduction cancels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> SinSquared(Vector<float> x)
    {
        Vector<float> n = Vector.Floor(Vector.FusedMultiplyAdd(x, new Vector<float>(1 / MathF.PI), new Vector<float>(0.5f)));
        Vector<float> s = SinOfReduced(ReduceByPi(x, n));
        return s * s;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ReduceByPi(Vector<float> x, Vector<float> n)
    {
        Vector<float> r = Vector.FusedMultiplyAdd(n, new Vector<float>(-PiHigh), x);
        r = Vector.FusedMultiplyAdd(n, new Vector<float>(-PiMiddle), r);
        return Vector.FusedMultiplyAdd(n, new Vector<float>(-PiLow), r);
    }

    /// <summary>The Taylor series of sin on [-pi/2, pi/2]; its first term left out is below 6e-8.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> SinOfReduced(Vector<float> r)
    {
        Vector<float> square = r * r;
        Vector<float> p = new(-2.5052108e-8f);
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(2.7557319e-6f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-1.9841270e-4f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(8.3333333e-3f));
        p = Vector.FusedMultiplyAdd(p, square, new Vector<float>(-1.6666667e-1f));
        return Vector.FusedMultiplyAdd(p * square, r, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> PowerOfTwo(Vector<int> n) => Vector.AsVectorSingle(Vector.ShiftLeft(n + new Vector<int>(127), 23));
}
