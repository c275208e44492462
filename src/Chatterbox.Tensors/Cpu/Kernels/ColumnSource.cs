namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A weight (columns, inner, taps) as PyTorch has it, read with K in the order (tap, inner); columns are <c>stride</c> floats apart.
/// </summary>
internal readonly unsafe struct ColumnSource(float* values, nint stride, int columns, int inner, int taps) : IPanelSource
{
    /// <summary>Values of a column that are moved together: a cache line of them, so that each line is read once.</summary>
    private const int Block = 16;

    private readonly float* _values = values;
    private readonly nint _stride = stride;
    private readonly int _columns = columns, _inner = inner, _taps = taps;

    /// <inheritdoc/>
    public void Read(int panel, float* to)
    {
        int first = panel * Panel.Width, count = Math.Min(Panel.Width, _columns - first);
        if (count < Panel.Width)
            new Span<float>(to, _inner * _taps * Panel.Width).Clear();
        for (int block = 0; block < _inner; block += Block)
        {
            int end = Math.Min(block + Block, _inner);
            for (int j = 0; j < count; j++)
            {
                float* column = _values + (first + j) * _stride;
                for (int i = block; i < end; i++)
                    for (int tap = 0; tap < _taps; tap++)
                        to[((nint)tap * _inner + i) * Panel.Width + j] = column[(nint)i * _taps + tap];
            }
        }
    }
}
