using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>max(x, 0)</summary>
internal readonly struct ReluOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => Vector.Max(x, Vector<float>.Zero);

    public static float Apply(float x, float parameter) => MathF.Max(x, 0);
}
