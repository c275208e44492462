namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Where panels begin, and whether their values are floats or bfloat16, the upper halves of floats.</summary>
internal readonly unsafe struct PanelData(byte* start, bool isHalf)
{
    /// <summary>The first value.</summary>
    public byte* Start => start;

    /// <summary>Whether the values are bfloat16.</summary>
    public bool IsHalf => isHalf;

    /// <summary>Bytes of a value.</summary>
    public int Size => isHalf ? sizeof(ushort) : sizeof(float);

    /// <summary>Panels of floats.</summary>
    public static PanelData Floats(float* start) => new((byte*)start, false);

    /// <summary>The same from a later value on.</summary>
    public PanelData From(long value) => new(start + value * Size, isHalf);

    /// <summary>Stores values side by side.</summary>
    public void Store(long at, ReadOnlySpan<float> values)
    {
        if (!isHalf)
        {
            values.CopyTo(new Span<float>((float*)start + at, values.Length));
            return;
        }

        ushort* to = (ushort*)start + at;
        for (int i = 0; i < values.Length; i++)
            to[i] = BFloat16.Round(values[i]);
    }

    /// <summary>Stores values that lie <paramref name="stride"/> apart.</summary>
    public void Scatter(long at, long stride, ReadOnlySpan<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (isHalf)
                ((ushort*)start)[at + i * stride] = BFloat16.Round(values[i]);
            else
                ((float*)start)[at + i * stride] = values[i];
        }
    }
}
