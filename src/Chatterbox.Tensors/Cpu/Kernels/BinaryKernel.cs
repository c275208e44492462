namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One row of a + b or a b, where row r of a meets row (r / Divide) mod Modulo of b.</summary>
internal unsafe struct BinaryKernel : IRowKernel
{
    public float* A, B, Y;
    public int Channels, Divide, Modulo;
    public bool Product;

    /// <inheritdoc/>
    public readonly void Run(int row)
    {
        float* a = A + (long)row * Channels, y = Y + (long)row * Channels;
        float* b = B + (long)(row / Divide % Modulo) * Channels;
        if (Product)
            RowMath.Multiply(a, b, y, Channels);
        else
            RowMath.Add(a, b, y, Channels);
    }
}
