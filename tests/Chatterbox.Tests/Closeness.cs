namespace Chatterbox.Tests;

/// <summary>Compares values with golden ones.</summary>
internal static class Closeness
{
    /// <summary>||actual - expected|| / ||expected||; 0 if both are zero.</summary>
    public static double RelativeL2(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        double difference = 0, norm = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            difference += Math.Pow((double)actual[i] - expected[i], 2);
            norm += Math.Pow(expected[i], 2);
        }
        return difference == 0 ? 0 : Math.Sqrt(difference / norm);
    }

    /// <summary>Fails with the name, the error and the first differing pairs unless the relative L2 error is below the bound.</summary>
    public static void AssertRelativeL2(string name, ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, double bound)
    {
        double error = RelativeL2(actual, expected);
        if (error <= bound)
            return;
        List<string> pairs = [];
        for (int i = 0; i < expected.Length && pairs.Count < 5; i++)
            if (!(Math.Abs(actual[i] - expected[i]) <= bound * Math.Abs(expected[i])))
                pairs.Add($"[{i}] {actual[i]:g9} for {expected[i]:g9}");
        Assert.Fail($"{name}: relative L2 error {error:e2} over {bound:e0}; {string.Join(", ", pairs)}");
    }
}
