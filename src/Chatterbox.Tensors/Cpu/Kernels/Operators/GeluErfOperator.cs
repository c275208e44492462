using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>x (1 + erf(x / sqrt 2)) / 2</summary>
internal readonly struct GeluErfOperator : IUnaryOperator
{
    private const float InverseSqrt2 = 0.70710678118654752f;

    public static Vector<float> Apply(Vector<float> x, float parameter) =>
        new Vector<float>(0.5f) * x * (Vector<float>.One + VectorMath.Erf(x * new Vector<float>(InverseSqrt2)));

    /// <summary>erf by Abramowitz and Stegun 7.1.26 in double precision.</summary>
    public static float Apply(float x, float parameter)
    {
        double z = Math.Abs(x) * InverseSqrt2;
        double t = 1 / (1 + 0.3275911 * z);
        double p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
        double erf = Math.CopySign(1 - p * Math.Exp(-z * z), x);
        return (float)(0.5 * x * (1 + erf));
    }
}
