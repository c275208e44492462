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
}
