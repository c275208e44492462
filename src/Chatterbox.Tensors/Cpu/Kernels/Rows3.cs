namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows3 : IRowCount
{
    public static int Count => 3;
}
