namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Packs a weight (columns, inner, taps) into panels with K in the order (tap, inner), a part for each panel.</summary>
internal unsafe struct PackColumnsJob : IParallelJob
{
    private float* _source, _panels;
    private nint _stride;
    private int _columns, _inner, _taps;

    /// <summary>Packs on all threads; columns are <paramref name="stride"/> floats apart.</summary>
    public static void Run(WorkerPool pool, float* source, nint stride, int columns, int inner, int taps, float* panels)
    {
        var job = new PackColumnsJob
        {
            _source = source, _panels = panels, _stride = stride, _columns = columns, _inner = inner, _taps = taps,
        };
        pool.Run(job, Panel.Count(columns));
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int first = part * Panel.Width, count = Math.Min(Panel.Width, _columns - first);
        float* panel = _panels + (long)first * _inner * _taps;
        new Span<float>(panel, _inner * _taps * Panel.Width).Clear();
        for (int j = 0; j < count; j++)
        {
            float* column = _source + (first + j) * _stride;
            for (int i = 0; i < _inner; i++)
                for (int tap = 0; tap < _taps; tap++)
                    panel[((long)tap * _inner + i) * Panel.Width + j] = column[i * _taps + tap];
        }
    }
}
