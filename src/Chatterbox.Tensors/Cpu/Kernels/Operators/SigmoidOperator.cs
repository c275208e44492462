using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>1 / (1 + exp(-x))</summary>
internal readonly struct SigmoidOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => VectorMath.Sigmoid(x);

    public static float Apply(float x, float parameter) => 1 / (1 + MathF.Exp(-x));
}
