using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels.Operators;

/// <summary>parameter x</summary>
internal readonly struct ScaleOperator : IUnaryOperator
{
    public static Vector<float> Apply(Vector<float> x, float parameter) => x * new Vector<float>(parameter);

    public static float Apply(float x, float parameter) => x * parameter;
}
