using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A product's right side in few bits. Panels of 32 columns as in <see cref="Panel"/>; each panel is cut over K into blocks, see
/// <see cref="QuantizedBlock"/>. One row of input reads it all from end to end. The last block is filled up with zeros.
/// </summary>
internal sealed unsafe class QuantizedMatrix<TFormat> : Weight
    where TFormat : struct, IBlockFormat
{
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

    /// <summary>Bytes of a value with its share of the scale.</summary>
    public static double BytesPerValue => (double)TFormat.BlockBytes / (TFormat.Values * Panel.Width);

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
    public static long BytesOf(int k) => (long)Blocks(k) * TFormat.BlockBytes;

    /// <summary>Blocks that <paramref name="k"/> rows take.</summary>
    public static int Blocks(int k) => (k + TFormat.Values - 1) / TFormat.Values;

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
