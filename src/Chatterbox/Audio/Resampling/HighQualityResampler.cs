namespace Chatterbox.Audio.Resampling;

/// <summary>
/// Changes the sample rate with the frequency response of soxr's "HQ" recipe, which librosa uses by default: linear phase,
/// flat to 0.914 of the lower Nyquist frequency, 126 dB down from the Nyquist frequency on.
/// </summary>
/// <remarks>
/// One polyphase filter does the whole conversion: output n is a weighted sum of the inputs around n * from / to.
/// Ratios with few phases have one row of weights per phase; other ratios interpolate between the rows of a dense table.
/// An instance holds no state between calls and may be shared by threads.
/// </remarks>
public sealed class HighQualityResampler
{
    private const int MaxExactWeights = 1 << 20;

    // Linear interpolation between rows this close (per sample of the lower rate) errs by less than 1e-7.
    private const int InterpolationDensity = 2048;

    private readonly int _up;
    private readonly int _down;
    private readonly bool _exact;
    private readonly int _phases;
    private readonly int _reach;
    private readonly int _taps;
    private readonly float[] _weights;

    /// <summary>Designs the filter that takes <paramref name="from"/> Hz to <paramref name="to"/> Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate outside those of <see cref="AudioLimits"/>.</exception>
    public HighQualityResampler(int from, int to) : this(from, to, MaxExactWeights)
    {
    }

    internal HighQualityResampler(int from, int to, int maxExactWeights)
    {
        (_up, _down) = RateRatio.Of(from, to);
        FromRate = from;
        ToRate = to;
        KaiserLowpass filter = HighQualityRecipe.Design(from, to);
        double lower = Math.Min(from, to);
        _reach = (int)Math.Ceiling(filter.HalfWidth * from / lower);
        _taps = 2 * _reach + 1;
        _exact = (long)_up * _taps <= maxExactWeights;
        _phases = _exact ? _up : (int)Math.Ceiling(InterpolationDensity * lower / from);
        _weights = MakeWeights(filter, lower / from);
    }

    /// <summary>Rate of the input in Hz.</summary>
    public int FromRate { get; }

    /// <summary>Rate of the output in Hz.</summary>
    public int ToRate { get; }

    /// <summary>Resamples one channel once. Equal rates give a copy.</summary>
    public static float[] Resample(ReadOnlySpan<float> samples, int from, int to) =>
        from == to ? samples.ToArray() : new HighQualityResampler(from, to).Resample(samples);

    /// <summary>A clip's channels averaged and resampled: how a reference recording is loaded (librosa.load).</summary>
    public static AudioClip ToMono(AudioClip clip, int rate)
    {
        ArgumentNullException.ThrowIfNull(clip);
        AudioClip mono = clip.ToMono();
        return mono.SampleRate == rate ? mono : new AudioClip(Resample(mono.Samples, mono.SampleRate, rate), rate);
    }

    /// <summary>
    /// Resamples one channel. The length is librosa's, ceil(n * to / from) in double; soxr makes the nearest whole number of
    /// samples and librosa pads with a zero.
    /// </summary>
    public float[] Resample(ReadOnlySpan<float> samples)
    {
        double ratio = (double)ToRate / FromRate;
        var output = new float[checked((int)Math.Ceiling(samples.Length * ratio))];
        int made = (int)Math.Min(output.Length, Math.Floor(samples.Length * ratio + 0.5));
        var padded = new float[samples.Length + 2 * _taps];
        samples.CopyTo(padded.AsSpan(_reach));
        int step = _down / _up;
        int stepPhase = _down % _up;
        int start = 0;
        int phase = 0;
        for (int n = 0; n < made; n++)
        {
            ReadOnlySpan<float> window = padded.AsSpan(start, _taps);
            output[n] = _exact ? DotProduct.Of(window, Row(phase)) : Interpolated(window, (double)phase / _up);
            start += step;
            phase += stepPhase;
            if (phase >= _up)
            {
                phase -= _up;
                start++;
            }
        }

        return output;
    }

    private float Interpolated(ReadOnlySpan<float> window, double fraction)
    {
        double position = fraction * _phases;
        int row = (int)position;
        float share = (float)(position - row);
        return (1 - share) * DotProduct.Of(window, Row(row)) + share * DotProduct.Of(window, Row(row + 1));
    }

    private ReadOnlySpan<float> Row(int phase) => _weights.AsSpan(phase * _taps, _taps);

    private float[] MakeWeights(KaiserLowpass filter, double unitsPerInput)
    {
        int rows = _exact ? _phases : _phases + 1;
        // Going down, more inputs fall under the filter, each with less weight.
        double gain = unitsPerInput;
        var weights = new float[rows * _taps];
        for (int phase = 0; phase < rows; phase++)
            for (int tap = 0; tap < _taps; tap++)
                weights[phase * _taps + tap] =
                    (float)(gain * filter.At((tap - _reach - (double)phase / _phases) * unitsPerInput));
        return weights;
    }
}
