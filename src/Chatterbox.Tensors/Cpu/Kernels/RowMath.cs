using System.Numerics;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Sums and scalings of a run of floats; the order of a sum depends on its length alone.</summary>
internal static unsafe class RowMath
{
    /// <summary>Sum of x.</summary>
    public static float Sum(float* x, int count)
    {
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            sum += Vector.Load(x + i);
        float total = Vector.Sum(sum);
        for (; i < count; i++)
            total += x[i];
        return total;
    }

    /// <summary>Sum of (x - shift)^2.</summary>
    public static float SumOfSquares(float* x, int count, float shift)
    {
        Vector<float> sum = Vector<float>.Zero, mean = new(shift);
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector<float> d = Vector.Load(x + i) - mean;
            sum = Vector.FusedMultiplyAdd(d, d, sum);
        }

        float total = Vector.Sum(sum);
        for (; i < count; i++)
            total += (x[i] - shift) * (x[i] - shift);
        return total;
    }

    /// <summary>The largest of x, which is not empty.</summary>
    public static float Max(float* x, int count)
    {
        float max = x[0];
        int i = 0;
        if (count >= Vector<float>.Count)
        {
            Vector<float> best = Vector.Load(x);
            for (i = Vector<float>.Count; i + Vector<float>.Count <= count; i += Vector<float>.Count)
                best = Vector.Max(best, Vector.Load(x + i));
            for (int lane = 0; lane < Vector<float>.Count; lane++)
                max = MathF.Max(max, best[lane]);
        }

        for (; i < count; i++)
            max = MathF.Max(max, x[i]);
        return max;
    }

    /// <summary>
    /// x = exp(scale (x - max)) and their sum. The lanes summed depend on a value's index alone, so that zeros behind the
    /// values change nothing; x has room up to the next whole vector.
    /// </summary>
    public static float ExpAndSum(float* x, int count, float max, float scale)
    {
        Vector<float> sum = Vector<float>.Zero, shift = new(max), factor = new(scale);
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector<float> e = VectorMath.Exp((Vector.Load(x + i) - shift) * factor);
            e.Store(x + i);
            sum += e;
        }

        if (i < count)
        {
            Vector<float> e = VectorMath.Exp((Vector.Load(x + i) - shift) * factor);
            e.Store(x + i);
            new Span<float>(x + count, Vector<float>.Count - (count - i)).Clear();
            sum += Vector.Load(x + i);
        }

        return Vector.Sum(sum);
    }

    /// <summary>y = factor x; the two may be the same.</summary>
    public static void Scale(float* x, float* y, int count, float factor)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            (Vector.Load(x + i) * new Vector<float>(factor)).Store(y + i);
        for (; i < count; i++)
            y[i] = x[i] * factor;
    }

    /// <summary>y = a + b.</summary>
    public static void Add(float* a, float* b, float* y, int count)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            (Vector.Load(a + i) + Vector.Load(b + i)).Store(y + i);
        for (; i < count; i++)
            y[i] = a[i] + b[i];
    }

    /// <summary>y = a b.</summary>
    public static void Multiply(float* a, float* b, float* y, int count)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            (Vector.Load(a + i) * Vector.Load(b + i)).Store(y + i);
        for (; i < count; i++)
            y[i] = a[i] * b[i];
    }

    /// <summary>y = a + factor b.</summary>
    public static void AddScaled(float* a, float* b, float factor, float* y, int count)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
            Vector.FusedMultiplyAdd(Vector.Load(b + i), new Vector<float>(factor), Vector.Load(a + i)).Store(y + i);
        for (; i < count; i++)
            y[i] = float.MultiplyAddEstimate(b[i], factor, a[i]);
    }

    /// <summary>y = (x - mean) factor gain + bias.</summary>
    public static void Normalize(float* x, float mean, float factor, float* gain, float* bias, float* y, int count)
    {
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector<float> normal = (Vector.Load(x + i) - new Vector<float>(mean)) * new Vector<float>(factor);
            Vector.FusedMultiplyAdd(normal, Vector.Load(gain + i), Vector.Load(bias + i)).Store(y + i);
        }

        for (; i < count; i++)
            y[i] = (x[i] - mean) * factor * gain[i] + bias[i];
    }
}
