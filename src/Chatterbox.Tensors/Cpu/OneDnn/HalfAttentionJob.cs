using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>
/// Bidirectional attention with heads of 64 channels whose products are made in bfloat16, a part for each block of query rows of each head.
/// Scores and sums are float32; keys are filled up to whole blocks, whose weights are zero.
/// </summary>
internal unsafe struct HalfAttentionJob : IParallelJob
{
    /// <summary>Channels of a head.</summary>
    public const int HeadSize = HalfBlocks.Widest;

    /// <summary>Query rows in a block.</summary>
    public const int Rows = HalfMatrix.BlockRows;

    public float* Queries, Output;
    public ushort* KeyBlocks, ValueBlocks;
    public int QueryLength, KeyLength, Heads;
    public nint ScoreProduct, MixProduct;
    public float* Scratch;
    public long ScratchStride;

    /// <summary>Parts to a head.</summary>
    public readonly int BlocksPerHead => (QueryLength + Rows - 1) / Rows;

    /// <summary>Keys filled up to whole blocks.</summary>
    public readonly int PaddedKeys => Padded(KeyLength);

    /// <summary><paramref name="keys"/> filled up to whole blocks.</summary>
    public static int Padded(int keys) => (keys + HalfBlocks.Widest - 1) / HalfBlocks.Widest * HalfBlocks.Widest;

    /// <summary>Floats of scratch for one worker: scores, their weights in bfloat16, queries in bfloat16, the result.</summary>
    public static long ScratchFloats(int keys) => (long)Rows * (Padded(keys) + Padded(keys) / 2 + HeadSize / 2 + HeadSize);

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int head = part / BlocksPerHead, first = part % BlocksPerHead * Rows, rows = Math.Min(Rows, QueryLength - first);
        nint stride = Heads * HeadSize;
        long offset = ((long)(head / Heads) * QueryLength + first) * stride + head % Heads * HeadSize;
        long headValues = (long)PaddedKeys * HeadSize;
        float* scores = Scratch + worker * ScratchStride;
        ushort* weights = (ushort*)(scores + (long)Rows * PaddedKeys), queries = weights + (long)Rows * PaddedKeys;
        float* mixed = (float*)(queries + Rows * HeadSize);
        for (int row = 0; row < rows; row++)
            BFloat16.Round(Queries + offset + row * stride, queries + row * HeadSize, HeadSize);
        OneDnnProduct.Run(ScoreProduct, worker, queries, KeyBlocks + head * headValues, null, scores);
        float* inverseSums = stackalloc float[Rows];
        for (int row = 0; row < rows; row++)
            inverseSums[row] = HalfSoftmax.Weigh(
                scores + (long)row * PaddedKeys, KeyLength, PaddedKeys, 1 / MathF.Sqrt(HeadSize), weights + (long)row * PaddedKeys);
        OneDnnProduct.Run(MixProduct, worker, weights, ValueBlocks + head * headValues, null, mixed);
        for (int row = 0; row < rows; row++)
            RowMath.Scale(mixed + row * HeadSize, Output + offset + row * stride, HeadSize, inverseSums[row]);
    }
}
