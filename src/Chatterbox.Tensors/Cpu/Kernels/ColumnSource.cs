namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// A weight (columns, inner, taps) as PyTorch has it, read with K in the order (tap, inner): one, or up to three of them below each other.
/// </summary>
internal readonly unsafe struct ColumnSource : IPanelSource
{
    /// <summary>Weights that one can be made of.</summary>
    public const int MaxParts = 3;

    /// <summary>Values of a column that are moved together: a cache line of them, so that each line is read once.</summary>
    private const int Block = 16;

    // Where column 0 would be if a part went on upwards; the columns before the second part, and before the third.
    private readonly float* _first, _second, _third;
    private readonly int _secondColumn, _thirdColumn;
    private readonly int _columns, _inner, _taps;

    /// <summary>One weight.</summary>
    public ColumnSource(float* values, int columns, int inner, int taps)
    {
        (_columns, _inner, _taps) = (columns, inner, taps);
        _first = values;
        (_secondColumn, _thirdColumn) = (columns, columns);
    }

    /// <summary>Matrices of the same width; the third may be missing.</summary>
    public ColumnSource(ReadOnlySpan<nint> parts, ReadOnlySpan<int> columns, int inner)
    {
        (_inner, _taps) = (inner, 1);
        (_secondColumn, _thirdColumn) = (columns[0], columns[0] + columns[1]);
        _columns = _thirdColumn + (parts.Length < MaxParts ? 0 : columns[2]);
        _first = (float*)parts[0];
        _second = (float*)parts[1] - (nint)_secondColumn * inner;
        _third = parts.Length < MaxParts ? null : (float*)parts[2] - (nint)_thirdColumn * inner;
    }

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
                float* column = Column(first + j);
                for (int i = block; i < end; i++)
                    for (int tap = 0; tap < _taps; tap++)
                        to[((nint)tap * _inner + i) * Panel.Width + j] = column[(nint)i * _taps + tap];
            }
        }
    }

    private float* Column(int column) =>
        (column < _secondColumn ? _first : column < _thirdColumn ? _second : _third) + (nint)column * _inner * _taps;
}
