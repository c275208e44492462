using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One row brought into [Low, High].</summary>
internal unsafe struct ClampKernel : IRowKernel
{
    public float* X, Y;
    public int Channels;
    public float Low, High;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + (long)row * Channels, y = Y + (long)row * Channels;
        int i = 0;
        for (; i + Vector<float>.Count <= Channels; i += Vector<float>.Count)
            Vector.Min(Vector.Max(Vector.Load(x + i), new Vector<float>(Low)), new Vector<float>(High)).Store(y + i);
        for (; i < Channels; i++)
            y[i] = MathF.Min(MathF.Max(x[i], Low), High);
    }
}
