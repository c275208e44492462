using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A product's right side in panels (see <see cref="Panel"/>) with its bias: K rows, N columns.</summary>
internal sealed unsafe class PackedMatrix : Weight
{
    /// <summary>So many large pages may waste part of one.</summary>
    private const int ManyPages = 4;

    /// <summary>Takes memory for a matrix; the caller fills the panels.</summary>
    public PackedMatrix(MatrixSize size, ReadOnlySpan<float> bias)
    {
        (Shape, K, Columns, Kernel) = size;
        long bytes = Panel.Floats(Columns, K) * sizeof(float);
        bool isLarge = bytes >= ManyPages * PageAdvice.LargePage;
        Panels = (float*)NativeMemory.AlignedAlloc((nuint)bytes, isLarge ? PageAdvice.LargePage : (nuint)MemoryPool.Alignment);
        if (isLarge)
            PageAdvice.PreferLarge((nint)Panels, bytes);
        Bias = Panel.Bias(bias, Columns);
    }

    /// <summary>Finalizer: the memory is native.</summary>
    ~PackedMatrix() => Dispose(false);

    /// <inheritdoc/>
    public override Shape Shape { get; }

    /// <inheritdoc/>
    public override long Bytes => sizeof(float) * (Panel.Floats(Columns, K) + (Bias is null ? 0 : Panel.Count(Columns) * Panel.Width));

    /// <summary>Values summed over.</summary>
    public int K { get; }

    /// <summary>Columns of the result.</summary>
    public int Columns { get; }

    /// <summary>Taps of a convolution; 1 for a plain matrix.</summary>
    public int Kernel { get; }

    /// <summary>The panels.</summary>
    public float* Panels { get; private set; }

    /// <summary>The bias, filled up with zeros to whole panels; null without one.</summary>
    public float* Bias { get; private set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(Panels);
        NativeMemory.AlignedFree(Bias);
        Panels = null;
        Bias = null;
    }
}
