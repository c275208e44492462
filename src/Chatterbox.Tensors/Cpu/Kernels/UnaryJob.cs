namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>y = f(x) over a run of values, cut into parts for the threads.</summary>
internal unsafe struct UnaryJob : IParallelJob
{
    private const int PartFloats = 1 << 14;

    private float* _x, _y;
    private long _count;
    private UnaryFunction _function;

    /// <summary>Applies the function on all threads.</summary>
    public static void Run(WorkerPool pool, UnaryFunction function, float* x, float* y, long count)
    {
        var job = new UnaryJob { _x = x, _y = y, _count = count, _function = function };
        pool.Run(job, (int)((count + PartFloats - 1) / PartFloats));
    }

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        long first = (long)part * PartFloats;
        _function.Run(_x + first, _y + first, (int)Math.Min(PartFloats, _count - first));
    }
}
