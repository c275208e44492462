namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows5 : IRowCount
{
    public static int Count => 5;
}
