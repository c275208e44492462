namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows4 : IRowCount
{
    public static int Count => 4;
}
