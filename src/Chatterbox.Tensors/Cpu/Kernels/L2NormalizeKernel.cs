namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One row divided by its length, at least eps.</summary>
internal unsafe struct L2NormalizeKernel : IRowKernel
{
    public float* X, Y;
    public int Channels;
    public float Eps;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* x = X + (long)row * Channels;
        float length = MathF.Sqrt(RowMath.SumOfSquares(x, Channels, 0));
        RowMath.Scale(x, Y + (long)row * Channels, Channels, 1 / MathF.Max(length, Eps));
    }
}
