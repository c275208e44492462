using System.Numerics;
using Chatterbox.Tensors.Cpu.Kernels.Operators;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One row of silu(a) b, with a and b one after the other.</summary>
internal unsafe struct GatedSiluKernel : IRowKernel
{
    public float* X, Y;
    public int Channels;
    public bool Scalar;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* a = X + (long)row * 2 * Channels, b = a + Channels, y = Y + (long)row * Channels;
        int i = 0;
        for (; !Scalar && i + Vector<float>.Count <= Channels; i += Vector<float>.Count)
            (SiluOperator.Apply(Vector.Load(a + i), 0) * Vector.Load(b + i)).Store(y + i);
        for (; i < Channels; i++)
            y[i] = SiluOperator.Apply(a[i], 0) * b[i];
    }
}
