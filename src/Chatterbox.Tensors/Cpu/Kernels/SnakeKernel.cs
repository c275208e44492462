using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One row of x + sin^2(alpha x) / (alpha + 1e-9).</summary>
internal unsafe struct SnakeKernel : IRowKernel
{
    private const float Eps = 1e-9f;

    public float* X, Y, Alpha;
    public int Channels;
    public bool Scalar;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + (long)row * Channels, y = Y + (long)row * Channels;
        int i = 0;
        for (; !Scalar && i + Vector<float>.Count <= Channels; i += Vector<float>.Count)
        {
            Vector<float> value = Vector.Load(x + i), alpha = Vector.Load(Alpha + i);
            (value + VectorMath.SinSquared(alpha * value) / (alpha + new Vector<float>(Eps))).Store(y + i);
        }

        for (; i < Channels; i++)
        {
            float s = MathF.Sin(Alpha[i] * x[i]);
            y[i] = x[i] + s * s / (Alpha[i] + Eps);
        }
    }
}
