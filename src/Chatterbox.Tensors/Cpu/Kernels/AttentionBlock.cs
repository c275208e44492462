namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Softmax attention of a block of query rows of one head over packed keys and values. Only the block's own scores exist at
/// a time. Values that a row may not see weigh exactly zero, so that a row's bits do not depend on what lies behind it.
/// </summary>
internal unsafe struct AttentionBlock
{
    /// <summary>Query rows in a block.</summary>
    public const int Rows = 24;

    /// <summary>Product kernel.</summary>
    public SimdLevel Level;

    /// <summary>Channels of a head.</summary>
    public int HeadSize;

    /// <summary>The keys from <see cref="Shared"/> on, and their values.</summary>
    public HeadPanels Own;

    /// <summary>The keys before, which other sequences read too, and their values.</summary>
    public HeadPanels Before;

    /// <summary>Keys before the own ones, whole panels of them.</summary>
    public int Shared;

    /// <summary>1 / sqrt(head size).</summary>
    public float Scale;

    /// <summary>Scratch for the scores of one block: <see cref="ScratchFloats"/>.</summary>
    public static long ScratchFloats(int keys) => (long)Rows * ScoreStride(keys);

    /// <summary>Floats from one row of scores to the next.</summary>
    public static int ScoreStride(int keys) => Panel.Count(keys) * Panel.Width;

    /// <summary>
    /// rows query rows (at most <see cref="Rows"/>) over <paramref name="keys"/> keys. Row r sees min(keys, firstVisible + r)
    /// keys. With a <paramref name="bias"/>, bias[r * biasStride + j] is added to the score of row r and key j.
    /// </summary>
    public readonly void Run(
        float* q, nint qStride, int rows, int keys, int firstVisible, float* bias, nint biasStride, float* scores, float* output, nint outputStride)
    {
        int stride = ScoreStride(keys);
        PanelRows queries = PanelRows.Matrix(q, qStride, HeadSize);
        Score(Before, queries, rows, Shared, scores, stride);
        Score(Own, queries, rows, keys - Shared, scores + Shared, stride);
        float* inverseSums = stackalloc float[Rows];
        for (int r = 0; r < rows; r++)
        {
            float* row = scores + (long)r * stride;
            int visible = Math.Min(keys, firstVisible + r);
            if (bias is not null)
                RowMath.Add(row, bias + r * biasStride, row, visible);
            inverseSums[r] = Weigh(row, visible);
            new Span<float>(row + visible, keys - visible).Clear();
        }

        if (Shared > 0)
            Mix(Before, scores, stride, rows, Shared, output, outputStride, continues: false);
        Mix(Own, scores + Shared, stride, rows, keys - Shared, output, outputStride, continues: Shared > 0);
        for (int r = 0; r < rows; r++)
            RowMath.Scale(output + r * outputStride, output + r * outputStride, HeadSize, inverseSums[r]);
    }

    /// <summary>The scores of rows for the first <paramref name="keys"/> of a head.</summary>
    public readonly void Score(in HeadPanels head, in PanelRows queries, int rows, int keys, float* scores, nint stride) =>
        Gemm.Run(Level, queries, rows, head.Keys, Panel.Width * HeadSize, keys, null, scores, stride);

    /// <summary>Makes weights of a row's scores; what they are to be multiplied by for their sum to be one.</summary>
    public readonly float Weigh(float* row, int visible) => 1 / RowMath.ExpAndSum(row, row, visible, RowMath.Max(row, visible), Scale);

    /// <summary>The weighted sums of a head's first <paramref name="keys"/> values, on top of what is in the output if it <paramref name="continues"/>.</summary>
    public readonly void Mix(in HeadPanels head, float* weights, nint stride, int rows, int keys, float* output, nint outputStride, bool continues) =>
        Gemm.Run(Level, PanelRows.Matrix(weights, stride, keys), rows, head.Values, head.ValueStride, HeadSize, null, output, outputStride, continues);
}
