namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Softmax of one row.</summary>
internal unsafe struct SoftmaxKernel : IRowKernel
{
    public float* X, Y;
    public int Channels;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + (long)row * Channels, y = Y + (long)row * Channels;
        float max = RowMath.Max(x, Channels);
        double sum = 0;
        for (int i = 0; i < Channels; i++)
            sum += y[i] = MathF.Exp(x[i] - max);
        RowMath.Scale(y, y, Channels, (float)(1 / sum));
    }
}
