namespace Chatterbox.Audio.Resampling;

/// <summary>
/// scipy.signal.resample_poly with its defaults, which librosa calls "polyphase": a sinc of ten zero crossings of the lower
/// rate under a Kaiser window of shape 5, scaled to pass a constant. The watermark is read through it.
/// </summary>
/// <remarks>An instance holds no state between calls and may be shared by threads.</remarks>
public sealed class PolyphaseResampler
{
    private const int ZeroCrossings = 10;
    private const double Beta = 5;

    private readonly int _up;
    private readonly int _down;
    private readonly int _reach;
    private readonly int _taps;
    private readonly float[] _weights;

    /// <summary>Designs the filter that takes <paramref name="from"/> Hz to <paramref name="to"/> Hz.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A rate outside those of <see cref="AudioLimits"/>.</exception>
    public PolyphaseResampler(int from, int to)
    {
        (_up, _down) = RateRatio.Of(from, to);
        int halfLength = ZeroCrossings * Math.Max(_up, _down);
        _reach = (halfLength + _up - 1) / _up;
        _taps = 2 * _reach + 1;
        _weights = MakeWeights(Math.Max(_up, _down), halfLength);
    }

    /// <summary>Resamples one channel once. Equal rates give a copy.</summary>
    public static float[] Resample(ReadOnlySpan<float> samples, int from, int to) =>
        from == to ? samples.ToArray() : new PolyphaseResampler(from, to).Resample(samples);

    /// <summary>Resamples one channel to ceil(n * to / from) samples; before and after it there is silence.</summary>
    public float[] Resample(ReadOnlySpan<float> samples)
    {
        var output = new float[checked((int)(((long)samples.Length * _up + _down - 1) / _down))];
        var padded = new float[samples.Length + 2 * _taps];
        samples.CopyTo(padded.AsSpan(_reach));
        for (int n = 0; n < output.Length; n++)
        {
            (long start, long phase) = Math.DivRem((long)n * _down, _up);
            output[n] = DotProduct.Of(padded.AsSpan((int)start, _taps), _weights.AsSpan((int)phase * _taps, _taps));
        }

        return output;
    }

    /// <summary>One row of weights for each phase. The filter runs at <paramref name="maxFactor"/> times the lower rate.</summary>
    private float[] MakeWeights(int maxFactor, int halfLength)
    {
        KaiserLowpass lowpass = new(1, ZeroCrossings, Beta);
        double[] half = new double[halfLength + 1];
        for (int i = 0; i < half.Length; i++)
            half[i] = lowpass.At((double)i / maxFactor);
        double gain = _up / (2 * half.Sum() - half[0]);
        var weights = new float[_up * _taps];
        for (int phase = 0; phase < _up; phase++)
            for (int tap = 0; tap < _taps; tap++)
            {
                int offset = Math.Abs(phase - (tap - _reach) * _up);
                weights[phase * _taps + tap] = offset <= halfLength ? (float)(gain * half[offset]) : 0;
            }
        return weights;
    }
}
