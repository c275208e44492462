using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>y = f(x) over a run of values.</summary>
internal unsafe struct UnaryJob<TOperator> : IParallelJob
    where TOperator : struct, IUnaryOperator
{
    private const int PartFloats = 1 << 14;

    private float* _x, _y;
    private long _count;
    private float _parameter;
    private bool _scalar;

    /// <summary>Applies the operator on all threads.</summary>
    public static void Run(WorkerPool pool, SimdLevel level, float* x, float* y, long count, float parameter)
    {
        var job = new UnaryJob<TOperator>
        {
            _x = x, _y = y, _count = count, _parameter = parameter, _scalar = level == SimdLevel.Scalar,
        };
        pool.Run(job, (int)((count + PartFloats - 1) / PartFloats));
    }

    /// <inheritdoc/>
    public void Run(int part, int worker)
    {
        long first = (long)part * PartFloats;
        int count = (int)Math.Min(PartFloats, _count - first);
        float* x = _x + first, y = _y + first;
        int i = 0;
        if (_scalar)
        {
            for (; i < count; i++)
                y[i] = TOperator.Apply(x[i], _parameter);
            return;
        }

        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            TOperator.Apply(Vector.Load(x + i), _parameter).Store(y + i);
        if (i == count)
            return;
        float* edge = stackalloc float[Vector<float>.Count];
        new ReadOnlySpan<float>(x + i, count - i).CopyTo(new Span<float>(edge, count - i));
        TOperator.Apply(Vector.Load(edge), _parameter).Store(edge);
        new ReadOnlySpan<float>(edge, count - i).CopyTo(new Span<float>(y + i, count - i));
    }
}
