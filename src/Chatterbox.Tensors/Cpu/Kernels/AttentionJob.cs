namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Bidirectional attention over packed heads, a part for each block of query rows of each head.</summary>
internal unsafe struct AttentionJob : IParallelJob
{
    public AttentionBlock Block;
    public float* Queries, Output;
    public float* KeyPanels, ValuePanels;
    public long KeyFloats, ValueFloats;
    public int QueryLength, KeyLength, Heads;
    public float* Scratch;
    public long ScratchStride;

    /// <summary>Parts to a head.</summary>
    public readonly int BlocksPerHead => (QueryLength + AttentionBlock.Rows - 1) / AttentionBlock.Rows;

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int head = part / BlocksPerHead, first = part % BlocksPerHead * AttentionBlock.Rows;
        int rows = Math.Min(AttentionBlock.Rows, QueryLength - first);
        nint stride = Heads * Block.HeadSize;
        long offset = ((long)(head / Heads) * QueryLength + first) * stride + head % Heads * Block.HeadSize;
        AttentionBlock block = Block;
        block.Own = HeadPanels.Packed(KeyPanels + head * KeyFloats, ValuePanels + head * ValueFloats, KeyLength);
        block.Run(Queries + offset, stride, rows, KeyLength, KeyLength, null, 0, Scratch + worker * ScratchStride, Output + offset, stride);
    }
}
