using System.Numerics;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tests.Tensors.Cpu.Kernels;

/// <summary>The vector functions against double precision over their whole range. Bounds are those measured, rounded up.</summary>
public sealed class VectorMathTests
{
    /// <summary>Every this many floats, in the order of their bits, one is tried.</summary>
    private const int Step = 6151;

    private delegate Vector<float> Function(Vector<float> x);

    [Fact]
    public void Exp_is_within_two_units_over_all_floats()
    {
        Assert.InRange(WorstUnits(VectorMath.Exp, Math.Exp, -87.33654f, 88.72283f), 0, 2);
        AssertEach(VectorMath.Exp, (float.NegativeInfinity, 0), (-1e30f, 0), (-87.4f, 0), (-0f, 1), (0, 1), (float.Epsilon, 1), (88.73f, float.PositiveInfinity),
            (1e30f, float.PositiveInfinity), (float.PositiveInfinity, float.PositiveInfinity), (float.NaN, float.NaN));
    }

    [Fact]
    public void Sigmoid_is_within_three_units()
    {
        Assert.InRange(WorstUnits(VectorMath.Sigmoid, x => 1 / (1 + Math.Exp(-x)), -87.3f, float.MaxValue), 0, 3);
        AssertEach(VectorMath.Sigmoid, (float.NegativeInfinity, 0), (-100, 0), (0, 0.5f), (100, 1), (float.PositiveInfinity, 1), (float.NaN, float.NaN));
    }

    [Fact]
    public void Tanh_is_within_three_units()
    {
        Assert.InRange(WorstUnits(VectorMath.Tanh, Math.Tanh, -float.MaxValue, float.MaxValue), 0, 3);
        AssertEach(VectorMath.Tanh, (float.NegativeInfinity, -1), (-0f, -0f), (0, 0), (float.Epsilon, float.Epsilon), (float.PositiveInfinity, 1), (float.NaN, float.NaN));
    }

    [Fact]
    public void Erf_is_within_5e_minus_7()
    {
        Assert.InRange(WorstDifference(VectorMath.Erf, Erf, -float.MaxValue, float.MaxValue), 0, 5e-7);
        AssertEach(VectorMath.Erf, (float.NegativeInfinity, -1), (float.PositiveInfinity, 1), (float.NaN, float.NaN));
    }

    [Theory]
    [InlineData(10, 1.5e-7)]
    [InlineData(1000, 1.5e-7)]
    [InlineData(1 << 18, 2e-7)]
    public void Sin_and_cos_hold_up_to_2_to_the_18(float range, double bound)
    {
        Assert.InRange(WorstDifference(VectorMath.Sin, Math.Sin, -range, range), 0, bound);
        Assert.InRange(WorstDifference(VectorMath.Cos, Math.Cos, -range, range), 0, bound);
        Assert.InRange(WorstDifference(VectorMath.SinSquared, x => Math.Sin(x) * Math.Sin(x), -range, range), 0, 2 * bound);
    }

    [Fact]
    public void Sin_keeps_small_arguments_to_the_unit()
    {
        Assert.InRange(WorstUnits(VectorMath.Sin, Math.Sin, -0.1f, 0.1f), 0, 1);
        AssertEach(VectorMath.Sin, (0, 0), (float.Epsilon, float.Epsilon), (float.NaN, float.NaN), (float.PositiveInfinity, float.NaN), (float.NegativeInfinity, float.NaN));
        AssertEach(VectorMath.Cos, (float.NaN, float.NaN), (float.PositiveInfinity, float.NaN), (float.NegativeInfinity, float.NaN));
        AssertEach(VectorMath.SinSquared, (0, 0), (float.NaN, float.NaN), (float.PositiveInfinity, float.NaN));
    }

    [Fact]
    public void Sin_of_a_larger_argument_stays_within_one()
    {
        for (int bits = BitConverter.SingleToInt32Bits(1 << 18); bits < BitConverter.SingleToInt32Bits(float.PositiveInfinity); bits += Step)
        {
            float x = BitConverter.Int32BitsToSingle(bits);
            Assert.InRange(VectorMath.Sin(new Vector<float>(x))[0], -1.000001f, 1.000001f);
            Assert.InRange(VectorMath.Cos(new Vector<float>(-x))[0], -1.000001f, 1.000001f);
        }
    }

    private static void AssertEach(Function function, params ReadOnlySpan<(float X, float Y)> pairs)
    {
        foreach ((float x, float y) in pairs)
        {
            Vector<float> result = function(new Vector<float>(x));
            for (int lane = 0; lane < Vector<float>.Count; lane++)
                Assert.True(y.Equals(result[lane]), $"f({x}) is {result[lane]}, expected {y}");
        }
    }

    private static double WorstUnits(Function function, Func<double, double> exact, float low, float high) =>
        Worst(function, exact, low, high, (actual, expected) => Math.Abs(actual - expected) / (MathF.BitIncrement(Math.Abs((float)expected)) - Math.Abs((float)expected)));

    private static double WorstDifference(Function function, Func<double, double> exact, float low, float high) =>
        Worst(function, exact, low, high, (actual, expected) => Math.Abs(actual - expected));

    private static double Worst(Function function, Func<double, double> exact, float low, float high, Func<double, double, double> error)
    {
        double worst = 0;
        foreach ((float sign, float last) in new[] { (1, high), (-1, -low) })
        {
            for (int bits = 0; bits <= BitConverter.SingleToInt32Bits(last); bits += Step)
            {
                float x = sign * BitConverter.Int32BitsToSingle(bits);
                worst = Math.Max(worst, error(function(new Vector<float>(x))[0], exact(x)));
            }
        }

        return worst;
    }

    /// <summary>erf by its series, or by the continued fraction of erfc from 3 on.</summary>
    private static double Erf(double x)
    {
        double z = Math.Abs(x);
        if (z > 6)
            return Math.Sign(x);
        double sum = z, term = z;
        for (int n = 1; n < 200; n++)
        {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }

        return z < 3 ? Math.Sign(x) * 2 / Math.Sqrt(Math.PI) * sum : Math.Sign(x) * (1 - Erfc(z));
    }

    private static double Erfc(double z)
    {
        double fraction = z;
        for (int n = 60; n > 0; n--)
            fraction = z + n / 2.0 / fraction;
        return Math.Exp(-z * z) / Math.Sqrt(Math.PI) / fraction;
    }
}
