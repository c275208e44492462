using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>sin(x)</summary>
internal readonly struct SinOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => VectorMath.Sin(x);

    public static float Apply(float x, float parameter) => MathF.Sin(x);
}
