namespace Chatterbox.Tests.Audio;

/// <summary>Distances between a computed and a golden signal.</summary>
internal static class SignalError
{
    /// <summary>Relative L2 distance, ||actual - golden|| / ||golden||.</summary>
    public static double Relative(ReadOnlySpan<float> actual, ReadOnlySpan<float> golden)
    {
        Assert.Equal(golden.Length, actual.Length);
        double error = 0;
        double energy = 0;
        for (int i = 0; i < golden.Length; i++)
        {
            error += Math.Pow((double)actual[i] - golden[i], 2);
            energy += Math.Pow(golden[i], 2);
        }

        return Math.Sqrt(error / energy);
    }

    /// <summary>Signal-to-error ratio in dB.</summary>
    public static double Decibels(ReadOnlySpan<float> actual, ReadOnlySpan<float> golden) =>
        -20 * Math.Log10(Relative(actual, golden));
}
