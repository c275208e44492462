using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))) / 2</summary>
internal readonly struct GeluTanhOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => 
        new Vector<float>(0.5f) * x * (Vector<float>.One + VectorMath.Tanh(new Vector<float>(0.7978845608f) * (x + new Vector<float>(0.044715f) * x * x * x)));

    public static float Apply(float x, float parameter) => 
        0.5f * x * (1 + MathF.Tanh(0.7978845608f * (x + 0.044715f * x * x * x)));
}
