namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A decoder step of one layer, a part for each head of each group: appends the rows' keys and values to the caches, then lets every row
/// attend to what lies before it and to itself. A group is one sequence, or several of one row each that share a prefix: that is then
/// read once for all of them.
/// </summary>
internal unsafe struct CausalAttentionJob : IParallelJob
{
    public AttentionBlock Block;
    public float* Queries, Keys, Values, Output;
    public SequenceView* Sequences;
    public int* GroupStarts;
    public int Groups, Heads, Longest;
    public float* Scratch;
    public long ScratchStride;

    /// <summary>
    /// Cuts sequences into groups: group g has the sequences from starts[g] to starts[g + 1]; the number of groups. Starts has room for
    /// one more than there are sequences.
    /// </summary>
    public static int Group(SequenceView* sequences, int count, int* starts)
    {
        int groups = 0;
        for (int i = 0; i < count; i++)
        {
            bool joins = i > 0 && sequences[i].Count == 1 && sequences[i - 1].Count == 1 && sequences[i].Shared > 0
                && sequences[i].Before.Keys.Start == sequences[i - 1].Before.Keys.Start && i - starts[groups - 1] < AttentionBlock.Rows;
            if (!joins)
                starts[groups++] = i;
        }

        starts[groups] = count;
        return groups;
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int head = part % Heads, first = GroupStarts[part / Heads], count = GroupStarts[part / Heads + 1] - first;
        if (count == 1)
            RunOne(Sequences[first], head, worker);
        else
            RunTogether(new Span<SequenceView>(Sequences + first, count), head, worker);
    }

    private readonly void RunOne(in SequenceView sequence, int head, int worker)
    {
        int headSize = Block.HeadSize;
        nint stride = Heads * headSize;
        AttentionBlock block = Block;
        (block.Own, block.Before, block.Shared) = (sequence.OwnHead(head), sequence.BeforeHead(head), sequence.Shared);
        if (sequence.Count == 1)
            block.Own.Prefetch(sequence.Position - sequence.Shared, headSize);
        for (int r = 0; r < sequence.Count; r++)
            Append(sequence, block.Own, head, r);
        for (int first = 0; first < sequence.Count; first += AttentionBlock.Rows)
        {
            int rows = Math.Min(AttentionBlock.Rows, sequence.Count - first);
            nint at = (sequence.FirstRow + first) * stride + head * headSize;
            int visible = sequence.Position + first + 1;
            block.Run(Queries + at, stride, rows, visible + rows - 1, visible, null, 0, Scratch + worker * ScratchStride, Output + at, stride);
        }
    }

    private readonly void RunTogether(ReadOnlySpan<SequenceView> sequences, int head, int worker)
    {
        int headSize = Block.HeadSize, shared = sequences[0].Shared, scoreStride = AttentionBlock.ScoreStride(Longest);
        nint stride = Heads * headSize, at = sequences[0].FirstRow * stride + head * headSize;
        float* scores = Scratch + worker * ScratchStride, inverseSums = stackalloc float[AttentionBlock.Rows];
        HeadPanels before = sequences[0].BeforeHead(head);
        sequences[0].OwnHead(head).Prefetch(sequences[0].Position + 1 - shared, headSize);
        Block.Score(before, PanelRows.Matrix(Queries + at, stride, headSize), sequences.Length, shared, scores, scoreStride);
        for (int r = 0; r < sequences.Length; r++)
        {
            HeadPanels own = sequences[r].OwnHead(head);
            float* row = scores + r * scoreStride;
            int keys = sequences[r].Position + 1;
            if (r + 1 < sequences.Length)
                sequences[r + 1].OwnHead(head).Prefetch(sequences[r + 1].Position + 1 - shared, headSize);
            Append(sequences[r], own, head, 0);
            Block.Score(own, PanelRows.Matrix(Queries + at + r * stride, stride, headSize), 1, keys - shared, row + shared, scoreStride);
            inverseSums[r] = Block.Weigh(row, keys);
        }

        Block.Mix(before, scores, scoreStride, sequences.Length, shared, Output + at, stride, continues: false);
        for (int r = 0; r < sequences.Length; r++)
        {
            float* y = Output + at + r * stride;
            int own = sequences[r].Position + 1 - shared;
            Block.Mix(sequences[r].OwnHead(head), scores + r * scoreStride + shared, scoreStride, 1, own, y, stride, continues: true);
            RowMath.Scale(y, y, headSize, inverseSums[r]);
        }
    }

    /// <summary>Stores the key and the value of a sequence's row <paramref name="r"/>.</summary>
    private readonly void Append(in SequenceView sequence, in HeadPanels own, int head, int r)
    {
        int headSize = Block.HeadSize, position = sequence.Position - sequence.Shared + r;
        nint at = (sequence.FirstRow + r) * (nint)(Heads * headSize) + head * headSize;
        long column = (long)(position / Panel.Width) * Panel.Width * headSize + position % Panel.Width;
        own.Keys.From(column).StoreColumn(Keys + at, headSize);
        for (int channel = 0; channel < headSize; channel += Panel.Width)
            own.ValuesFrom(channel, position).Store(Values + at + channel, Math.Min(Panel.Width, headSize - channel));
    }
}
