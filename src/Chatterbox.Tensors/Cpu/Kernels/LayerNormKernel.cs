namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>(x - mean) / sqrt(variance + eps) gain + bias of one row.</summary>
internal unsafe struct LayerNormKernel : IRowKernel
{
    public float* X, Y, Gain, Bias;
    public int Channels;
    public float Eps;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + (long)row * Channels;
        float mean = RowMath.Sum(x, Channels) / Channels;
        float variance = RowMath.SumOfSquares(x, Channels, mean) / Channels;
        RowMath.Normalize(x, mean, 1 / MathF.Sqrt(variance + Eps), Gain, Bias, Y + (long)row * Channels, Channels);
    }
}
