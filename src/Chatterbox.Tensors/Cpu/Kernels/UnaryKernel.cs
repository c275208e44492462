using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>y = f(x) over a run of values on one thread; x and y may be the same.</summary>
internal static unsafe class UnaryKernel<TOperator>
    where TOperator : struct, IUnaryOperator
{
    /// <summary>In vectors; a value's result does not depend on its place.</summary>
    public static void Run(float* x, float* y, int count, float parameter)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            TOperator.Apply(Vector.Load(x + i), parameter).Store(y + i);
        if (i == count)
            return;
        float* edge = stackalloc float[Vector<float>.Count];
        new ReadOnlySpan<float>(x + i, count - i).CopyTo(new Span<float>(edge, count - i));
        TOperator.Apply(Vector.Load(edge), parameter).Store(edge);
        new ReadOnlySpan<float>(edge, count - i).CopyTo(new Span<float>(y + i, count - i));
    }

    /// <summary>The scalar twin.</summary>
    public static void RunScalar(float* x, float* y, int count, float parameter)
    {
        for (int i = 0; i < count; i++)
            y[i] = TOperator.Apply(x[i], parameter);
    }
}
