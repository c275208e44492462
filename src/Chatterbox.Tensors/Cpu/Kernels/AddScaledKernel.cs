namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One row of a + factor b.</summary>
internal unsafe struct AddScaledKernel : IRowKernel
{
    public float* A, B, Y;
    public int Channels;
    public float Factor;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        long at = (long)row * Channels;
        RowMath.AddScaled(A + at, B + at, Factor, Y + at, Channels);
    }
}
