namespace Chatterbox.Audio.Fft;

/// <summary>Makes analysis windows.</summary>
public static class AnalysisWindow
{
    /// <summary>The usual first coefficient of the Blackman window.</summary>
    public const double DefaultBlackmanCoefficient = 0.42;

    /// <param name="shape">Which window.</param>
    /// <param name="length">Samples, at least 1.</param>
    /// <param name="blackmanCoefficient">First coefficient of the Blackman window; other shapes ignore it.</param>
    /// <returns>The window (length).</returns>
    public static double[] Create(WindowFunction shape, int length, double blackmanCoefficient = DefaultBlackmanCoefficient)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        int period = shape == WindowFunction.PeriodicHann ? length : Math.Max(1, length - 1);
        double[] window = new double[length];
        for (int n = 0; n < length; n++)
            window[n] = Value(shape, 2 * Math.PI * n / period, blackmanCoefficient);
        return window;
    }

    private static double Value(WindowFunction shape, double angle, double blackman) => shape switch
    {
        WindowFunction.PeriodicHann or WindowFunction.SymmetricHann => 0.5 - 0.5 * Math.Cos(angle),
        WindowFunction.Hamming => 0.54 - 0.46 * Math.Cos(angle),
        WindowFunction.Povey => Math.Pow(0.5 - 0.5 * Math.Cos(angle), 0.85),
        WindowFunction.Blackman => blackman - 0.5 * Math.Cos(angle) + (0.5 - blackman) * Math.Cos(2 * angle),
        WindowFunction.Rectangular => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(shape), shape, "Unknown window."),
    };
}
