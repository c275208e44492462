namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows7 : IRowCount
{
    public static int Count => 7;
}
