namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Work on one row of channels, independent of all other rows.</summary>
internal interface IRowKernel
{
    void Run(int row);
}
