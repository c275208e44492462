namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Brings a weight from its source into an engine's layout, a part for each panel. Only a panel for each thread exists as floats in
/// between, and it stays in the cache.
/// </summary>
internal unsafe struct PackJob<TSource, TTarget> : IParallelJob
    where TSource : unmanaged, IPanelSource
    where TTarget : unmanaged, IPanelTarget
{
    private TSource _source;
    private TTarget _target;
    private float* _scratch;
    private long _stride;

    /// <summary>Packs all of a matrix on all threads.</summary>
    public static void Run(WorkerPool pool, TSource source, TTarget target, MatrixSize size)
    {
        float* scratch = pool.Scratch((long)size.K * Panel.Width, out long stride);
        pool.Run(new PackJob<TSource, TTarget> { _source = source, _target = target, _scratch = scratch, _stride = stride }, Panel.Count(size.Columns));
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        float* panel = _target.Place(part, _scratch + worker * _stride);
        _source.Read(part, panel);
        _target.Take(part, panel);
    }
}
