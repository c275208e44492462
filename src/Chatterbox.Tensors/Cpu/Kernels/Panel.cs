using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// The layout of a product's right side: columns in panels of 32, each panel k-major, the last one filled with zeros.
/// A product with one row streams it from end to end; one with many keeps a panel in the cache.
/// </summary>
internal static unsafe class Panel
{
    /// <summary>Columns in a panel: two 512-bit registers.</summary>
    public const int Width = 32;

    /// <summary>Panels for <paramref name="columns"/>.</summary>
    public static int Count(int columns) => (columns + Width - 1) / Width;

    /// <summary>Floats that <paramref name="columns"/> of <paramref name="k"/> rows take.</summary>
    public static long Floats(int columns, int k) => (long)Count(columns) * Width * k;

    /// <summary>The bias of <paramref name="columns"/> in native memory of its own, filled up with zeros to whole panels; null for none.</summary>
    public static float* Bias(ReadOnlySpan<float> bias, int columns)
    {
        if (bias.IsEmpty)
            return null;
        int padded = Count(columns) * Width;
        float* values = (float*)NativeMemory.AlignedAlloc((nuint)(padded * sizeof(float)), MemoryPool.Alignment);
        new Span<float>(values, padded).Clear();
        bias.CopyTo(new Span<float>(values, columns));
        return values;
    }

    /// <summary>Packs columns that lie as rows: source[column * stride + k].</summary>
    public static void PackTransposed(float* source, nint stride, int columns, int k, float* panels)
    {
        for (int first = 0; first < columns; first += Width, panels += (long)Width * k)
        {
            int count = Math.Min(Width, columns - first);
            if (count < Width)
                new Span<float>(panels, Width * k).Clear();
            for (int j = 0; j < count; j++)
            {
                float* column = source + (first + j) * stride;
                for (int i = 0; i < k; i++)
                    panels[(long)i * Width + j] = column[i];
            }
        }
    }

    /// <summary>Packs columns that lie side by side: source[k * stride + column].</summary>
    public static void Pack(float* source, nint stride, int columns, int k, float* panels)
    {
        for (int first = 0; first < columns; first += Width, panels += (long)Width * k)
        {
            int count = Math.Min(Width, columns - first);
            for (int i = 0; i < k; i++)
            {
                float* row = panels + (long)i * Width;
                new ReadOnlySpan<float>(source + i * stride + first, count).CopyTo(new Span<float>(row, count));
                new Span<float>(row + count, Width - count).Clear();
            }
        }
    }
}
