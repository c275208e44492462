namespace Chatterbox.Audio.Analysis;

/// <summary>
/// A second-order recursive filter with a0 = 1; designs from R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter
/// coefficients".
/// </summary>
internal readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2)
{
    /// <summary>Raises everything above <paramref name="frequency"/> by <paramref name="gain"/> dB.</summary>
    public static Biquad HighShelf(double gain, double frequency, double q, int sampleRate)
    {
        double a = Math.Pow(10, gain / 40);
        (double sin, double cos) = Math.SinCos(2 * Math.PI * frequency / sampleRate);
        double slope = 2 * Math.Sqrt(a) * sin / (2 * q);
        double a0 = a + 1 - (a - 1) * cos + slope;
        return new Biquad(
            a * (a + 1 + (a - 1) * cos + slope) / a0,
            -2 * a * (a - 1 + (a + 1) * cos) / a0,
            a * (a + 1 + (a - 1) * cos - slope) / a0,
            2 * (a - 1 - (a + 1) * cos) / a0,
            (a + 1 - (a - 1) * cos - slope) / a0);
    }

    /// <summary>Takes away what is below <paramref name="frequency"/>.</summary>
    public static Biquad HighPass(double frequency, double q, int sampleRate)
    {
        (double sin, double cos) = Math.SinCos(2 * Math.PI * frequency / sampleRate);
        double alpha = sin / (2 * q);
        double a0 = 1 + alpha;
        return new Biquad((1 + cos) / 2 / a0, -(1 + cos) / a0, (1 + cos) / 2 / a0, -2 * cos / a0, (1 - alpha) / a0);
    }

    /// <summary>Filters in place from rest, in double, and rounds each output to float32.</summary>
    public void Apply(Span<float> signal)
    {
        double state1 = 0;
        double state2 = 0;
        foreach (ref float sample in signal)
        {
            double x = sample;
            double y = B0 * x + state1;
            state1 = B1 * x - A1 * y + state2;
            state2 = B2 * x - A2 * y;
            sample = (float)y;
        }
    }
}
