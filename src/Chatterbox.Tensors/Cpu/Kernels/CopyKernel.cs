namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Copies one run of values: run r of the target is run r / Repeat of the source.</summary>
internal unsafe struct CopyKernel : IRowKernel
{
    public float* From, To;
    public long FromStride, ToStride, Length;
    public int Repeat;

    /// <inheritdoc/>
    public readonly void Run(int row) =>
        Buffer.MemoryCopy(From + row / Repeat * FromStride, To + row * ToStride, Length * sizeof(float), Length * sizeof(float));
}
