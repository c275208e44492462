namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>How many rows a product tile computes, known to the compiler.</summary>
internal interface IRowCount
{
    static abstract int Count { get; }
}
