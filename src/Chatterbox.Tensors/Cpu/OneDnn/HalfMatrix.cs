using System.Runtime.InteropServices;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>A product's right side in bfloat16 with its bias, and the product that multiplies a block of rows by it.</summary>
internal sealed unsafe class HalfMatrix : Weight
{
    /// <summary>Rows that are multiplied at a time.</summary>
    public const int BlockRows = 64;

    private readonly WeightChunk _chunk;

    /// <summary>Takes memory for a matrix of whole blocks; the caller fills the blocks.</summary>
    public HalfMatrix(MatrixSize size, ReadOnlySpan<float> bias, WeightArena arena, OneDnnProduct product)
    {
        (Shape, K, Columns, Kernel) = size;
        Product = product;
        Blocks = (ushort*)arena.Take(sizeof(ushort) * (long)K * Columns, out _chunk);
        Bias = Panel.Bias(bias, Columns);
    }

    /// <summary>Finalizer: the memory is native.</summary>
    ~HalfMatrix() => Dispose(false);

    /// <inheritdoc/>
    public override Shape Shape { get; }

    /// <inheritdoc/>
    public override long Bytes => sizeof(ushort) * (long)K * Columns + (Bias is null ? 0 : sizeof(float) * Panel.Count(Columns) * Panel.Width);

    /// <summary>Values summed over.</summary>
    public int K { get; }

    /// <summary>Columns of the result.</summary>
    public int Columns { get; }

    /// <summary>Taps of a convolution; 1 for a plain matrix.</summary>
    public int Kernel { get; }

    /// <summary>The product of <see cref="BlockRows"/> rows.</summary>
    public OneDnnProduct Product { get; }

    /// <summary>The values, see <see cref="HalfBlocks"/>.</summary>
    public ushort* Blocks { get; private set; }

    /// <summary>The bias; null without one.</summary>
    public float* Bias { get; private set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (Blocks is not null)
            _chunk.Release();
        NativeMemory.AlignedFree(Bias);
        Blocks = null;
        Bias = null;
    }
}
