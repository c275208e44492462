using System.Globalization;

namespace Chatterbox.Tests;

/// <summary>Compares values with golden ones and tells where they differ.</summary>
internal static class TensorAssert
{
    private const int Shown = 5;

    /// <summary>Relative L2 distance of <paramref name="actual"/> from <paramref name="expected"/>; a zero reference counts as length 1; equal infinities agree.</summary>
    public static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double difference = 0, length = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            if (actual[i].Equals(expected[i]) && !float.IsFinite(expected[i]))
                continue;
            double d = (double)actual[i] - expected[i];
            difference += d * d;
            length += (double)expected[i] * expected[i];
        }

        return Math.Sqrt(difference / (length == 0 ? 1 : length));
    }

    /// <summary>Fails unless the relative L2 distance is within <paramref name="bound"/>; names the first pairs and the largest difference.</summary>
    public static void Close(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double bound)
    {
        Assert.True(expected.Length == actual.Length, $"{name}: {actual.Length} values, expected {expected.Length}");
        double error = RelativeError(expected, actual);
        if (error <= bound)
            return;
        int worst = 0;
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs(actual[i] - expected[i]) <= Math.Abs(actual[worst] - expected[worst])))
                worst = i;
        var pairs = new List<string>();
        for (int i = 0; i < Math.Min(Shown, expected.Length); i++)
            pairs.Add(string.Create(CultureInfo.InvariantCulture, $"{actual[i]:G6} for {expected[i]:G6}"));
        Assert.Fail(string.Create(
            CultureInfo.InvariantCulture,
            $"{name}: error {error:E2}, bound {bound:E0}; first {string.Join(", ", pairs)}; largest at {worst}: {actual[worst]:G6} for {expected[worst]:G6}"));
    }

    /// <summary>(B, C, T) to (B, T, C), or back.</summary>
    public static float[] Transpose(ReadOnlySpan<float> values, int batch, int rows, int columns)
    {
        float[] result = new float[values.Length];
        for (int b = 0; b < batch; b++)
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++)
                    result[((b * columns) + c) * rows + r] = values[((b * rows) + r) * columns + c];
        return result;
    }
}
