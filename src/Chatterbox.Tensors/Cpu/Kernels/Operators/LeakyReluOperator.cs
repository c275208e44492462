using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>x where positive, parameter x elsewhere</summary>
internal readonly struct LeakyReluOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => 
        Vector.ConditionalSelect(Vector.GreaterThan(x, Vector<float>.Zero), x, x * new Vector<float>(parameter));

    public static float Apply(float x, float parameter) => x > 0 ? x : x * parameter;
}
