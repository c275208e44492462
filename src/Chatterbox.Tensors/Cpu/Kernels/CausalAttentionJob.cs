namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A decoder step of one layer, a part for each head of each sequence: appends the rows' keys and values to the cache, then
/// lets every row attend to what lies before it and to itself.
/// </summary>
internal unsafe struct CausalAttentionJob : IParallelJob
{
    public AttentionBlock Block;
    public float* Queries, Keys, Values, Output;
    public SequenceView* Sequences;
    public int Count, Heads;
    public float* Scratch;
    public long ScratchStride;

    /// <summary>One head of all sequences after the other: what they share is then still in the cache.</summary>
    public readonly void Run(int part, int worker)
    {
        SequenceView sequence = Sequences[part % Count];
        int head = part / Count, headSize = Block.HeadSize;
        nint stride = Heads * headSize;
        AttentionBlock block = Block;
        (block.Own, block.Before, block.Shared) = (Head(sequence.Own, head * sequence.OwnStride), Head(sequence.Before, head * sequence.BeforeStride), sequence.Shared);
        for (int r = 0; r < sequence.Count; r++)
        {
            nint at = (sequence.FirstRow + r) * stride + head * headSize;
            Append(block, sequence.Position - sequence.Shared + r, Keys + at, Values + at);
        }

        for (int first = 0; first < sequence.Count; first += AttentionBlock.Rows)
        {
            int rows = Math.Min(AttentionBlock.Rows, sequence.Count - first);
            nint at = (sequence.FirstRow + first) * stride + head * headSize;
            int visible = sequence.Position + first + 1;
            block.Run(Queries + at, stride, rows, visible + rows - 1, visible, null, 0, Scratch + worker * ScratchStride, Output + at, stride);
        }
    }

    private static HeadPanels Head(in HeadPanels first, long offset) =>
        new() { Keys = first.Keys.From(offset), Values = first.Values.From(offset), ValueStride = first.ValueStride };

    private static void Append(in AttentionBlock block, int position, float* key, float* value)
    {
        long column = (long)(position / Panel.Width) * Panel.Width * block.HeadSize + position % Panel.Width;
        block.Own.Keys.Scatter(column, Panel.Width, new ReadOnlySpan<float>(key, block.HeadSize));
        for (int channel = 0; channel < block.HeadSize; channel += Panel.Width)
        {
            int count = Math.Min(Panel.Width, block.HeadSize - channel);
            block.Own.ValuesFrom(channel, position).Store(0, new ReadOnlySpan<float>(value + channel, count));
        }
    }
}
