using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>A weight in native memory without panels, as the depthwise convolution reads it.</summary>
internal sealed unsafe class RawWeight : Weight
{
    private readonly long _floats;

    /// <summary>Takes memory; the caller fills <see cref="Values"/>.</summary>
    public RawWeight(Shape shape, long floats, ReadOnlySpan<float> bias)
    {
        (Shape, _floats) = (shape, floats + bias.Length);
        Values = (float*)NativeMemory.AlignedAlloc((nuint)(_floats * sizeof(float)), MemoryPool.Alignment);
        if (bias.IsEmpty)
            return;
        Bias = Values + floats;
        bias.CopyTo(new Span<float>(Bias, bias.Length));
    }

    /// <summary>Finalizer: the memory is native.</summary>
    ~RawWeight() => Dispose(false);

    /// <inheritdoc/>
    public override Shape Shape { get; }

    /// <inheritdoc/>
    public override long Bytes => _floats * sizeof(float);

    /// <summary>The values.</summary>
    public float* Values { get; private set; }

    /// <summary>The bias; null without one.</summary>
    public float* Bias { get; private set; }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(Values);
        Values = null;
        Bias = null;
    }
}
