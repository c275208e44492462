namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows1 : IRowCount
{
    public static int Count => 1;
}
