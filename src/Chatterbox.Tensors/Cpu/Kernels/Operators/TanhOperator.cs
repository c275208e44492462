using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>tanh(x)</summary>
internal readonly struct TanhOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => VectorMath.Tanh(x);

    public static float Apply(float x, float parameter) => MathF.Tanh(x);
}
