namespace Chatterbox.Tests;

/// <summary>Swaps rows and columns.</summary>
internal static class Transpose
{
    /// <summary>(rows, columns) to (columns, rows).</summary>
    public static float[] Of(ReadOnlySpan<float> values, int rows, int columns)
    {
        Assert.Equal(rows * columns, values.Length);
        float[] result = new float[values.Length];
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                result[column * rows + row] = values[row * columns + column];
        return result;
    }
}
