namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One sequence of a decoder step as the kernel sees it: where its cache of one layer lies and which rows continue it.</summary>
internal unsafe struct SequenceView
{
    public float* KeyPanels, ValuePanels;
    public long HeadFloats;
    public nint ValuePanelStride;
    public int FirstRow, Count, Position;
}
