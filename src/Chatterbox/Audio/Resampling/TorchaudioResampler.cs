namespace Chatterbox.Audio.Resampling;

/// <summary>
/// torchaudio.functional.resample with its defaults: a sinc of six zero crossings under a Hann window, cut off at 0.99 of the
/// lower Nyquist frequency. The kernel is computed in double and kept as float32. S3Gen's 16 kHz input is made with it
/// (chatterbox/models/s3gen/s3gen.py, get_resampler).
/// </summary>
public sealed class TorchaudioResampler
{
    private const int LowpassFilterWidth = 6;
    private const double Rolloff = 0.99;
    private const int MaxWeights = 1 << 24;

    private readonly int _up;
    private readonly int _down;
    private readonly int _width;
    private readonly int _taps;
    private readonly float[] _kernels;

    /// <summary>Computes the kernels, one for each output phase.</summary>
    /// <exception cref="ArgumentException">
    /// A rate outside those of <see cref="AudioLimits"/>, or rates with hardly a common divisor.
    /// </exception>
    public TorchaudioResampler(int from, int to)
    {
        (_up, _down) = RateRatio.Of(from, to);
        double baseRate = Math.Min(_down, _up) * Rolloff;
        _width = (int)Math.Ceiling(LowpassFilterWidth * _down / baseRate);
        _taps = 2 * _width + _down;
        if ((long)_up * _taps > MaxWeights)
            throw new ArgumentException($"The ratio of {from} to {to} Hz is too odd for this resampler.", nameof(to));
        _kernels = new float[_up * _taps];
        for (int phase = 0; phase < _up; phase++)
            for (int tap = 0; tap < _taps; tap++)
            {
                double time = -(double)phase / _up + (double)(tap - _width) / _down;
                _kernels[phase * _taps + tap] = (float)Kernel(time * baseRate, baseRate / _down);
            }
    }

    /// <summary>Resamples one channel to ceil(to * n / from) samples. Equal rates give a copy.</summary>
    public float[] Resample(ReadOnlySpan<float> samples)
    {
        if (_up == _down)
            return samples.ToArray();
        var output = new float[checked((int)(((long)_up * samples.Length + _down - 1) / _down))];
        var padded = new float[samples.Length + 2 * _width + 2 * _down];
        samples.CopyTo(padded.AsSpan(_width));
        for (int n = 0; n < output.Length; n++)
            output[n] = DotProduct.Of(padded.AsSpan(n / _up * _down, _taps), _kernels.AsSpan(n % _up * _taps, _taps));
        return output;
    }

    private static double Kernel(double time, double scale)
    {
        double t = Math.Clamp(time, -LowpassFilterWidth, LowpassFilterWidth);
        double window = Math.Cos(t * Math.PI / LowpassFilterWidth / 2);
        double angle = t * Math.PI;
        return (angle == 0 ? 1 : Math.Sin(angle) / angle) * window * window * scale;
    }
}
