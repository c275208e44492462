using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>x tanh(ln(1 + exp x)) = x (e^2 + 2e) / (e^2 + 2e + 2) with e = exp x; above 20 it is x in float32.</summary>
internal readonly struct MishOperator : IUnaryOperator
{
    private const float Linear = 20;

    public static Vector<float> Apply(Vector<float> x, float parameter)
    {
        Vector<float> e = VectorMath.Exp(Vector.Min(x, new Vector<float>(Linear)));
        Vector<float> n = e * (e + new Vector<float>(2));
        return Vector.ConditionalSelect(Vector.GreaterThan(x, new Vector<float>(Linear)), x, x * n / (n + new Vector<float>(2)));
    }

    public static float Apply(float x, float parameter) => x > Linear ? x : x * MathF.Tanh(MathF.Log(1 + MathF.Exp(x)));
}
