namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One sequence of a decoder step as the kernel sees it: where its cache of one layer lies and which rows continue it.</summary>
internal struct SequenceView
{
    public PanelData KeyPanels, ValuePanels;
    public long HeadValues;
    public nint ValuePanelStride;
    public int FirstRow, Count, Position;
}
