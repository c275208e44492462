namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows2 : IRowCount
{
    public static int Count => 2;
}
