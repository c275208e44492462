using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>x sigmoid(x)</summary>
internal readonly struct SiluOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => x * VectorMath.Sigmoid(x);

    public static float Apply(float x, float parameter) => x / (1 + MathF.Exp(-x));
}
