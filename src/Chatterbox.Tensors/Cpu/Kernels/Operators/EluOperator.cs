using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>x where positive, exp(x) - 1 elsewhere</summary>
internal readonly struct EluOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => 
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, VectorMath.Exp(x) - Vector<float>.One);

    public static float Apply(float x, float parameter) => x > 0 ? x : MathF.Exp(x) - 1;
}
