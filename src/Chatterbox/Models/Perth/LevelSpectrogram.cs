using Chatterbox.Audio.Fft;

namespace Chatterbox.Models.Perth;

/// <summary>
/// A spectrum with its magnitudes as levels: decibels mapped so that 1e-9 is 0 and 15 dB is 1. Port of cx_to_magphase and
/// magphase_to_cx (perth/perth_net/perth_net_implicit/utils.py).
/// </summary>
internal sealed class LevelSpectrogram
{
    private const float FloorDecibels = -180; // magnitude 1e-9
    private const float RangeDecibels = 15 - FloorDecibels;
    private const float FloorPower = 1e-18f;
    private const float MaxExponent = 10;

    private readonly ComplexSpectrogram _spectrum;

    /// <summary>Measures the levels of a spectrum, which <see cref="Add"/> will change.</summary>
    public LevelSpectrogram(ComplexSpectrogram spectrum)
    {
        _spectrum = spectrum;
        Levels = spectrum.Power(); // (T, bins)
        for (int i = 0; i < Levels.Length; i++)
            Levels[i] = (10 * MathF.Log10(Math.Max(Levels[i], FloorPower)) - FloorDecibels) / RangeDecibels;
    }

    /// <summary>Frames.</summary>
    public int Frames => _spectrum.Frames;

    /// <summary>The spectrum that has these levels.</summary>
    public ComplexSpectrogram Spectrum => _spectrum;

    /// <summary>The levels (Frames, Bins).</summary>
    public float[] Levels { get; }

    /// <summary>The sum of a frame's levels: its loudness, by which silence is told from sound.</summary>
    public float FrameSum(int frame)
    {
        float sum = 0;
        foreach (float level in Levels.AsSpan(frame * _spectrum.Bins, _spectrum.Bins))
            sum += level;
        return sum;
    }

    /// <summary>Copies the lowest frequencies of frames from <paramref name="start"/> on to (frames, band).</summary>
    public void CopyBand(int start, int band, Span<float> rows)
    {
        for (int t = start, at = 0; at < rows.Length; t++, at += band)
            Levels.AsSpan(t * _spectrum.Bins, band).CopyTo(rows[at..]);
    }

    /// <summary>
    /// Adds to the levels of a frame's lowest frequencies; the phases stay. Frequencies that are not changed keep their values
    /// exactly, where the reference rounds them through decibels and raises those below 1e-9.
    /// </summary>
    public void Add(int frame, ReadOnlySpan<float> change)
    {
        int row = frame * _spectrum.Bins;
        for (int k = row; k < row + change.Length; k++)
        {
            Levels[k] += change[k - row];
            float exponent = (Levels[k] * RangeDecibels + FloorDecibels) / 20;
            float magnitude = MathF.Pow(10, Math.Min(exponent, MaxExponent));
            (float re, float im) = (_spectrum.Re[k], _spectrum.Im[k]);
            float old = MathF.Sqrt(re * re + im * im);
            (_spectrum.Re[k], _spectrum.Im[k]) = old > 0 ? (re * (magnitude / old), im * (magnitude / old)) : (magnitude, 0);
        }
    }
}
