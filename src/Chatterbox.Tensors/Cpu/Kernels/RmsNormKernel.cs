namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>x / sqrt(mean square + eps) gain of one row.</summary>
internal unsafe struct RmsNormKernel : IRowKernel
{
    public float* X, Y, Gain;
    public int Channels;
    public float Eps;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + (long)row * Channels, y = Y + (long)row * Channels;
        float square = RowMath.SumOfSquares(x, Channels, 0) / Channels;
        RowMath.Scale(x, y, Channels, 1 / MathF.Sqrt(square + Eps));
        RowMath.Multiply(y, Gain, y, Channels);
    }
}
