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

    /// <summary>Stores <paramref name="count"/> values side by side.</summary>
    public void Store(float* values, int count)
    {
        if (isHalf)
            BFloat16.Round(values, (ushort*)start, count);
        else
            new ReadOnlySpan<float>(values, count).CopyTo(new Span<float>((float*)start, count));
    }

    /// <summary>Stores <paramref name="count"/> values as a column, a panel's width apart.</summary>
    public void StoreColumn(float* values, int count)
    {
        if (!isHalf)
        {
            for (int i = 0; i < count; i++)
                ((float*)start)[i * Panel.Width] = values[i];
            return;
        }

        ushort* rounded = stackalloc ushort[Panel.Width];
        for (int first = 0; first < count; first += Panel.Width)
        {
            int some = Math.Min(Panel.Width, count - first);
            BFloat16.Round(values + first, rounded, some);
            ushort* to = (ushort*)start + (long)first * Panel.Width;
            for (int i = 0; i < some; i++)
                to[i * Panel.Width] = rounded[i];
        }
    }
}
