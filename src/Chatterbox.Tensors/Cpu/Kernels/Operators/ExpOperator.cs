using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>exp(x)</summary>
internal readonly struct ExpOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => VectorMath.Exp(x);

    public static float Apply(float x, float parameter) => MathF.Exp(x);
}
