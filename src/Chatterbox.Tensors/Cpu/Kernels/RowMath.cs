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

    /// <summary>The largest of x, which is not empty. With a NaN in x it is any of them.</summary>
    public static float Max(float* x, int count)
    {
        float max = x[0];
        int i = 0;
        if (count >= Vector<float>.Count)
        {
            Vector<float> best = Vector.Load(x);
            for (i = Vector<float>.Count; i + Vector<float>.Count <= count; i += Vector<float>.Count)
                best = Vector.MaxNative(best, Vector.Load(x + i));
            for (int lane = 0; lane < Vector<float>.Count; lane++)
                max = MathF.Max(max, best[lane]);
        }

        for (; i < count; i++)
            max = MathF.Max(max, x[i]);
        return max;
    }

    /// <summary>
    /// y = exp(scale (x - max)) and their sum; the two may be the same. The lanes summed depend on a value's index alone, so
    /// that values of weight zero behind the last would change nothing.
    /// </summary>
    public static float ExpAndSum(float* x, float* y, int count, float max, float scale)
    {
        Vector<float> sum = Vector<float>.Zero, shift = new(max), factor = new(scale);
        int i = 0;
        for (; i + Vector<float>.Count <= count; i += Vector<float>.Count)
        {
            Vector<float> e = VectorMath.Exp((Vector.Load(x + i) - shift) * factor);
            e.Store(y + i);
            sum += e;
        }

        if (i < count)
        {
            float* edge = stackalloc float[Vector<float>.Count];
            new Span<float>(edge, Vector<float>.Count).Fill(float.NegativeInfinity);
            for (int lane = 0; lane < count - i; lane++)
                edge[lane] = (x[i + lane] - max) * scale;
            Vector<float> e = VectorMath.Exp(Vector.Load(edge));
            for (int lane = 0; lane < count - i; lane++)
                y[i + lane] = e[lane];
            sum += e;
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
