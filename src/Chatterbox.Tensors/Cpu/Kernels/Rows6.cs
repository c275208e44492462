namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows6 : IRowCount
{
    public static int Count => 6;
}
