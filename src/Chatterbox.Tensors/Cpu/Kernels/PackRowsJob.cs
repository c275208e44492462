namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Packs a matrix (k, columns) into panels, a part for each panel.</summary>
internal unsafe struct PackRowsJob : IParallelJob
{
    private float* _source, _panels;
    private int _columns, _k;

    /// <summary>Packs on all threads.</summary>
    public static void Run(WorkerPool pool, float* source, int columns, int k, float* panels)
    {
        var job = new PackRowsJob { _source = source, _panels = panels, _columns = columns, _k = k };
        pool.Run(job, Panel.Count(columns));
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        int first = part * Panel.Width;
        Panel.Pack(_source + first, _columns, Math.Min(Panel.Width, _columns - first), _k, _panels + (long)first * _k);
    }
}
