namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Keys and values of one head: keys as columns of panels, values as rows of panels that lie <see cref="ValueStride"/> apart.</summary>
internal struct HeadPanels
{
    public PanelData Keys, Values;
    public nint ValueStride;

    /// <summary>Keys and values that were packed for one operation, as many of both as <paramref name="length"/>.</summary>
    public static unsafe HeadPanels Packed(float* keys, float* values, int length) =>
        new() { Keys = PanelData.Floats(keys), Values = PanelData.Floats(values), ValueStride = (nint)length * Panel.Width };

    /// <summary>The value of key <paramref name="key"/> in the panel of channels that <paramref name="channel"/> is the first of.</summary>
    public readonly PanelData ValuesFrom(int channel, int key) => Values.From(channel / Panel.Width * ValueStride + (long)key * Panel.Width);

    /// <summary>Another head, which is so many values further on.</summary>
    public readonly HeadPanels From(long values) => new() { Keys = Keys.From(values), Values = Values.From(values), ValueStride = ValueStride };

    /// <summary>Asks for the first <paramref name="count"/> keys and values, before they are read.</summary>
    public readonly unsafe void Prefetch(int count, int headSize)
    {
        Kernels.Prefetch.Read(Keys.Start, Panel.Count(count) * Panel.Width * headSize * Keys.Size);
        for (int channel = 0; channel < headSize; channel += Panel.Width)
            Kernels.Prefetch.Read(ValuesFrom(channel, 0).Start, count * Panel.Width * Values.Size);
    }
}
