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
    public int Heads;
    public float* Scratch;
    public long ScratchStride;

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        SequenceView sequence = Sequences[part / Heads];
        int head = part % Heads, headSize = Block.HeadSize;
        nint stride = Heads * headSize;
        AttentionBlock block = Block;
        block.KeyPanels = sequence.KeyPanels.From(head * sequence.HeadValues);
        block.ValuePanels = sequence.ValuePanels.From(head * sequence.HeadValues);
        block.ValuePanelStride = sequence.ValuePanelStride;
        for (int r = 0; r < sequence.Count; r++)
        {
            nint at = (sequence.FirstRow + r) * stride + head * headSize;
            Append(block, sequence.Position + r, Keys + at, Values + at);
        }

        for (int first = 0; first < sequence.Count; first += AttentionBlock.Rows)
        {
            int rows = Math.Min(AttentionBlock.Rows, sequence.Count - first);
            nint at = (sequence.FirstRow + first) * stride + head * headSize;
            int visible = sequence.Position + first + 1;
            block.Run(Queries + at, stride, rows, visible + rows - 1, visible, null, 0, Scratch + worker * ScratchStride, Output + at, stride);
        }
    }

    private static void Append(in AttentionBlock block, int position, float* key, float* value)
    {
        long column = (long)(position / Panel.Width) * Panel.Width * block.HeadSize + position % Panel.Width;
        block.KeyPanels.Scatter(column, Panel.Width, new ReadOnlySpan<float>(key, block.HeadSize));
        for (int i = 0; i < block.HeadSize; i += Panel.Width)
        {
            int count = Math.Min(Panel.Width, block.HeadSize - i);
            long row = i / Panel.Width * block.ValuePanelStride + (long)position * Panel.Width;
            block.ValuePanels.Store(row, new ReadOnlySpan<float>(value + i, count));
        }
    }
}
