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
        float sum = RowMath.ExpAndSum(x, y, Channels, RowMath.Max(x, Channels), 1);
        RowMath.Scale(y, y, Channels, 1 / sum);
    }
}
