namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Transformer-XL attention (see <see cref="Engine.RelativeAttention"/>), a part for each block of query rows of each head. Row i
/// meets position T-1-i+j for key j: a window of the position scores that moves one to the left with each row.
/// </summary>
internal unsafe struct RelativeAttentionJob : IParallelJob
{
    public AttentionBlock Block;
    public float* Queries, Output, U, W;
    public float* KeyPanels, ValuePanels, PositionPanels;
    public long KeyFloats, ValueFloats, PositionFloats;
    public int Length, Heads;
    public float* Scratch;
    public long ScratchStride;

    /// <summary>Parts to a head.</summary>
    public readonly int BlocksPerHead => (Length + AttentionBlock.Rows - 1) / AttentionBlock.Rows;

    /// <summary>Floats of scratch for one worker: scores, position scores and two sets of shifted queries.</summary>
    public static long ScratchFloats(int length, int headSize) =>
        AttentionBlock.ScratchFloats(length) + AttentionBlock.Rows * (PositionStride(length) + 2L * headSize);

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int headSize = Block.HeadSize;
        int head = part / BlocksPerHead, first = part % BlocksPerHead * AttentionBlock.Rows;
        int rows = Math.Min(AttentionBlock.Rows, Length - first);
        nint stride = Heads * headSize;
        float* scores = Scratch + worker * ScratchStride;
        float* positionScores = scores + AttentionBlock.ScratchFloats(Length);
        nint positionStride = PositionStride(Length);
        float* qu = positionScores + AttentionBlock.Rows * positionStride;
        float* qw = qu + AttentionBlock.Rows * headSize;

        float* q = Queries + first * stride + head * headSize;
        for (int r = 0; r < rows; r++)
        {
            RowMath.Add(q + r * stride, U + head * headSize, qu + r * headSize, headSize);
            RowMath.Add(q + r * stride, W + head * headSize, qw + r * headSize, headSize);
        }

        // The positions that these rows meet, from a whole panel on.
        int lowest = (Length - first - rows) / Panel.Width * Panel.Width;
        int count = 2 * Length - 1 - first - lowest;
        float* panels = PositionPanels + head * PositionFloats + (long)lowest * headSize;
        Gemm.Run(Block.Level, PanelRows.Matrix(qw, headSize, headSize), rows, PanelData.Floats(panels), Panel.Width * headSize, count, null, positionScores, positionStride);

        AttentionBlock block = Block;
        block.Own = HeadPanels.Packed(KeyPanels + head * KeyFloats, ValuePanels + head * ValueFloats, Length);
        float* bias = positionScores + (Length - 1 - first - lowest);
        block.Run(qu, headSize, rows, Length, Length, bias, positionStride - 1, scores, Output + first * stride + head * headSize, stride);
    }

    /// <summary>Floats from one row of position scores to the next: a window of T plus the rows' shifts, in whole panels.</summary>
    private static nint PositionStride(int length) => (Panel.Count(length + AttentionBlock.Rows) + 1) * Panel.Width;
}
