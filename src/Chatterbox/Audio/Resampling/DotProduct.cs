using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chatterbox.Audio.Resampling;

/// <summary>Sum of products in float32, the inner loop of both resamplers.</summary>
internal static class DotProduct
{
    /// <summary>Vectors of four running sums, then one vector, then the rest one by one.</summary>
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length)
            throw new InvalidOperationException("Rows of unequal length were multiplied: this is a bug.");
        int width = Vector<float>.Count;
        ref float x = ref MemoryMarshal.GetReference(a);
        ref float y = ref MemoryMarshal.GetReference(b);
        Vector<float> sum0 = default, sum1 = default, sum2 = default, sum3 = default;
        int i = 0;
        for (; i <= a.Length - 4 * width; i += 4 * width)
        {
            sum0 += Load(ref x, i) * Load(ref y, i);
            sum1 += Load(ref x, i + width) * Load(ref y, i + width);
            sum2 += Load(ref x, i + 2 * width) * Load(ref y, i + 2 * width);
            sum3 += Load(ref x, i + 3 * width) * Load(ref y, i + 3 * width);
        }

        for (; i <= a.Length - width; i += width)
            sum0 += Load(ref x, i) * Load(ref y, i);
        return Vector.Sum(sum0 + sum1 + (sum2 + sum3)) + Scalar(a[i..], b[i..]);
    }

    /// <summary>The plain loop.</summary>
    public static float Scalar(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float source, int offset) => Vector.LoadUnsafe(ref source, (nuint)offset);
}
