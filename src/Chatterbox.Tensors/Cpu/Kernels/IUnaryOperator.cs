using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>An element-wise function in its vector form and its scalar twin.</summary>
internal interface IUnaryOperator
{
    static abstract Vector<float> Apply(Vector<float> x, float parameter);

    static abstract float Apply(float x, float parameter);
}
