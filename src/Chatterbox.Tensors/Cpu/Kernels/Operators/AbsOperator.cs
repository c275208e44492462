using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>|x|</summary>
internal readonly struct AbsOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => Vector.Abs(x);

    public static float Apply(float x, float parameter) => MathF.Abs(x);
}
