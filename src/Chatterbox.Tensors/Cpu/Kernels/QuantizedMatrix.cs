using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A product's right side in 8 bits. Panels of 32 columns as in <see cref="Panel"/>; each panel is cut over K into blocks of 16, and a
/// block is 32 scales in bfloat16, one a column, followed by its values: for two rows at a time, the two values of each column side by
/// side. One row of input reads it all from end to end. The last block is filled up with zeros.
/// </summary>
internal sealed unsafe class QuantizedMatrix : Weight
{
    /// <summary>Values of a column that share a scale.</summary>
    public const int Block = 16;

    /// <summary>The largest value of 8 bits that is used; its negative is the smallest.</summary>
    public const int MaxValue = 127;

    /// <summary>Bytes of a block.</summary>
    public const int BlockBytes = ScaleBytes + Block * Panel.Width;

    private const int ScaleBytes = Panel.Width * sizeof(ushort);

    private readonly WeightChunk _chunk;

    /// <summary>Takes memory for a matrix; the caller fills the panels.</summary>
    public QuantizedMatrix(MatrixSize size, ReadOnlySpan<float> bias, WeightArena arena)
    {
        (Shape, K, Columns, _) = size;
        Panels = arena.Take(PanelBytes * Panel.Count(Columns), out _chunk);
        Bias = Panel.Bias(bias, Columns);
    }

    /// <summary>Finalizer: the memory is native.</summary>
    ~QuantizedMatrix() => Dispose(false);

    /// <inheritdoc/>
    public override Shape Shape { get; }

    /// <inheritdoc/>
    public override long Bytes => (PanelBytes + (Bias is null ? 0 : Panel.Width * sizeof(float))) * Panel.Count(Columns);

    /// <summary>Values summed over.</summary>
    public int K { get; }

    /// <summary>Columns of the result.</summary>
    public int Columns { get; }

    /// <summary>Bytes of a panel.</summary>
    public long PanelBytes => BytesOf(K);

    /// <summary>The panels.</summary>
    public byte* Panels { get; private set; }

    /// <summary>The bias, filled up with zeros to whole panels; null without one.</summary>
    public float* Bias { get; private set; }

    /// <summary>Bytes of a panel of <paramref name="k"/> rows.</summary>
    public static long BytesOf(int k) => (long)Blocks(k) * BlockBytes;

    /// <summary>Blocks that <paramref name="k"/> rows take.</summary>
    public static int Blocks(int k) => (k + Block - 1) / Block;

    /// <summary>The scales of a block, the upper halves of floats.</summary>
    public static ushort* Scales(byte* block) => (ushort*)block;

    /// <summary>The values of a block.</summary>
    public static sbyte* Values(byte* block) => (sbyte*)(block + ScaleBytes);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Panels is not null)
            _chunk.Release();
        NativeMemory.AlignedFree(Bias);
        Panels = null;
        Bias = null;
    }
}
