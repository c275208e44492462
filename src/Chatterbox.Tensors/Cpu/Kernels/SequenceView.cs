namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>One sequence of a decoder step as the kernel sees it: where its cache of one layer lies and which rows continue it.</summary>
internal struct SequenceView
{
    /// <summary>Head 0 of its own positions and of those before, which it shares.</summary>
    public HeadPanels Own, Before;

    /// <summary>Values from one head to the next.</summary>
    public long OwnStride, BeforeStride;

    /// <summary>Positions before its own.</summary>
    public int Shared;

    public int FirstRow, Count, Position;

    /// <summary>A head of its own positions.</summary>
    public readonly HeadPanels OwnHead(int head) => Own.From(head * OwnStride);

    /// <summary>A head of the positions before.</summary>
    public readonly HeadPanels BeforeHead(int head) => Before.From(head * BeforeStride);
}
