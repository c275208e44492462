namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Cuts rows into parts of about equal work for the threads.</summary>
internal readonly struct RowJob<TKernel> : IParallelJob
    where TKernel : unmanaged, IRowKernel
{
    private const int PartFloats = 1 << 14;

    private readonly TKernel _kernel;
    private readonly int _rows;
    private readonly int _rowsPerPart;

    private RowJob(TKernel kernel, int rows, int rowsPerPart) => (_kernel, _rows, _rowsPerPart) = (kernel, rows, rowsPerPart);

    /// <summary>Runs the kernel over rows [0, rows); <paramref name="rowFloats"/> tells how long one is.</summary>
    public static void Run(WorkerPool pool, TKernel kernel, int rows, int rowFloats)
    {
        int rowsPerPart = Math.Max(1, PartFloats / Math.Max(1, rowFloats));
        pool.Run(new RowJob<TKernel>(kernel, rows, rowsPerPart), (rows + rowsPerPart - 1) / rowsPerPart);
    }

    /// <inheritdoc/>
    public void Run(int part, int worker)
    {
        int first = part * _rowsPerPart;
        int last = Math.Min(_rows, first + _rowsPerPart);
        for (int row = first; row < last; row++)
            _kernel.Run(row);
    }
}
