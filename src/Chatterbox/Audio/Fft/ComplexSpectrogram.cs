namespace Chatterbox.Audio.Fft;

/// <summary>A short-time spectrum, time-major: element (frame, bin) lies at <c>frame * Bins + bin</c>.</summary>
public sealed class ComplexSpectrogram
{
    /// <summary>A spectrum of zeros.</summary>
    public ComplexSpectrogram(int frames, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        (Frames, Bins) = (frames, bins);
        (Re, Im) = (new float[checked(frames * bins)], new float[checked(frames * bins)]);
    }

    /// <summary>Number of frames.</summary>
    public int Frames { get; }

    /// <summary>Number of frequencies.</summary>
    public int Bins { get; }

    /// <summary>Real parts (Frames, Bins).</summary>
    public float[] Re { get; }

    /// <summary>Imaginary parts (Frames, Bins).</summary>
    public float[] Im { get; }

    /// <summary>re^2 + im^2 (Frames, Bins).</summary>
    public float[] Power()
    {
        float[] power = new float[Re.Length];
        for (int i = 0; i < power.Length; i++)
            power[i] = Re[i] * Re[i] + Im[i] * Im[i];
        return power;
    }

    /// <summary>sqrt(re^2 + im^2) (Frames, Bins).</summary>
    public float[] Magnitude()
    {
        float[] magnitude = new float[Re.Length];
        for (int i = 0; i < magnitude.Length; i++)
            magnitude[i] = MathF.Sqrt(Re[i] * Re[i] + Im[i] * Im[i]);
        return magnitude;
    }
}
