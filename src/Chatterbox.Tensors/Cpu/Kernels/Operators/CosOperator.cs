using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>cos(x)</summary>
internal readonly struct CosOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => VectorMath.Cos(x);

    public static float Apply(float x, float parameter) => MathF.Cos(x);
}
