using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>PyTorch's (channels, time) and our (time, channels).</summary>
internal static class Layout
{
    /// <summary>(batch, columns, rows) to (batch, rows, columns), as many batch entries as there are.</summary>
    public static float[] Swap(ReadOnlySpan<float> values, int rows, int columns)
    {
        float[] result = new float[values.Length];
        for (int batch = 0; batch < values.Length; batch += rows * columns)
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++)
                    result[batch + r * columns + c] = values[batch + c * rows + r];
        return result;
    }

    /// <summary>The shape with its last two dimensions swapped.</summary>
    public static Shape Swap(Shape shape)
    {
        int[] dimensions = [.. Enumerable.Range(0, shape.Rank).Select(axis => shape[axis])];
        (dimensions[^1], dimensions[^2]) = (dimensions[^2], dimensions[^1]);
        return new Shape(dimensions);
    }
}
