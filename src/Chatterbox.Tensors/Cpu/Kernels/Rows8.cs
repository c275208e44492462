namespace Chatterbox.Tensors.Cpu.Kernels;

internal readonly struct Rows8 : IRowCount
{
    public static int Count => 8;
}
