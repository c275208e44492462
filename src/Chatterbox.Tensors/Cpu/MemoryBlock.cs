namespace Chatterbox.Tensors.Cpu;

/// <summary>Native memory that several tensors may view; it returns to its pool with the last of them.</summary>
internal sealed unsafe class MemoryBlock(float* pointer, long floats)
{
    /// <summary>64-byte aligned start.</summary>
    public float* Pointer { get; } = pointer;

    /// <summary>Room in floats.</summary>
    public long Floats { get; } = floats;

    /// <summary>Tensors that view the block.</summary>
    public int References { get; set; }
}
