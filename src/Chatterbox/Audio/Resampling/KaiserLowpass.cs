namespace Chatterbox.Audio.Resampling;

/// <summary>
/// A low-pass filter in continuous time: a sinc under a Kaiser window (Kaiser and Schafer, "On the use of the I0-sinh window
/// for spectrum analysis", 1980).
/// </summary>
/// <param name="cutoff">The -6 dB point as a share of the Nyquist frequency of a signal with one sample per unit of time.</param>
/// <param name="halfWidth">Time from the middle to where the window ends.</param>
/// <param name="beta">Shape of the Kaiser window: the larger, the lower the side lobes and the wider the transition.</param>
internal sealed class KaiserLowpass(double cutoff, double halfWidth, double beta)
{
    private readonly double _scale = 1 / BesselI0(beta);

    /// <summary>Time from the middle to where the window ends.</summary>
    public double HalfWidth => halfWidth;

    /// <summary>The impulse response at <paramref name="time"/>; its samples one unit apart sum to one.</summary>
    public double At(double time)
    {
        double edge = time / halfWidth;
        if (Math.Abs(edge) >= 1)
            return 0;
        double angle = Math.PI * time;
        double sinc = time == 0 ? cutoff : Math.Sin(cutoff * angle) / angle;
        return sinc * BesselI0(beta * Math.Sqrt(1 - edge * edge)) * _scale;
    }

    /// <summary>Modified Bessel function of the first kind and order zero, by its power series (all terms are positive).</summary>
    internal static double BesselI0(double x)
    {
        double quarter = x * x / 4;
        double sum = 1;
        double term = 1;
        for (int k = 1; term > sum * 1e-17; k++)
        {
            term *= quarter / ((double)k * k);
            sum += term;
        }

        return sum;
    }
}
