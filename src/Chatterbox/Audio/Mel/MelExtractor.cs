using Chatterbox.Audio.Fft;

namespace Chatterbox.Audio.Mel;

/// <summary>Makes mel spectrograms of audio. Immutable, so safe to share between threads; make one and keep it.</summary>
public sealed class MelExtractor
{
    private const float WhisperRange = 8; // powers of ten below the maximum

    private readonly MelConfig _config;
    private readonly FrameAnalyzer _frames;
    private readonly RealFft _fft;
    private readonly MelFilterbank _filters;

    /// <exception cref="ArgumentException">The settings contradict each other.</exception>
    public MelExtractor(MelConfig config)
    {
        ArgumentNullException.ThrowIfNull(config);
        if (config.Warp is not null && config.Scale != MelScale.Kaldi)
            throw new ArgumentException("Only Kaldi's filters can be warped.", nameof(config));
        _config = config;
        _frames = new FrameAnalyzer(config);
        _fft = new RealFft(config.FftSize);
        _filters = config.Scale == MelScale.Kaldi
            ? MelFilterbank.Kaldi(config.SampleRate, config.FftSize, config.Bands, config.LowFrequency, config.HighFrequency, config.Warp)
            : MelFilterbank.Slaney(config.SampleRate, config.FftSize, config.Bands, config.LowFrequency, config.HighFrequency);
    }

    /// <summary>Values per frame: the bands, and the energy if there is a column for it.</summary>
    public int Bins => _config.Bands + (_config.Energy == EnergyColumn.None ? 0 : 1);

    /// <summary>The shortest audio in samples that gives a frame.</summary>
    public int MinimumSamples => _config.Framing.MinimumSamples(_config.DropLastFrame ? 2 : 1);

    /// <summary>Frames of audio of <paramref name="samples"/> samples.</summary>
    /// <exception cref="SignalTooShortException">There are fewer than <see cref="MinimumSamples"/>.</exception>
    public int FrameCount(int samples)
    {
        int frames = _config.Framing.FrameCount(samples) - (_config.DropLastFrame ? 1 : 0);
        return frames > 0 ? frames : throw new SignalTooShortException(samples, MinimumSamples);
    }

    /// <summary>The mel spectrogram of mono audio at the configured sample rate.</summary>
    /// <exception cref="SignalTooShortException">There are fewer than <see cref="MinimumSamples"/>.</exception>
    public MelSpectrogram Extract(ReadOnlySpan<float> audio)
    {
        int frames = FrameCount(audio.Length);
        float[] values = new float[checked(frames * Bins)];
        double[] frame = new double[_fft.Size], re = new double[_fft.Bins], im = new double[_fft.Bins];
        double[] scratch = new double[_fft.ScratchLength], bands = new double[_filters.Bins];
        for (int t = 0; t < frames; t++)
        {
            double energy = _frames.Read(audio, t, frame);
            _fft.Forward(frame, re, im, scratch);
            ToSpectrum(re, im);
            _filters.Apply(re, bands);
            WriteFrame(bands, energy, values.AsSpan(t * Bins, Bins));
        }
        Normalize(values);
        return new MelSpectrogram(frames, Bins, values);
    }

    /// <summary>Power or magnitude, in place of the real parts.</summary>
    private void ToSpectrum(Span<double> re, ReadOnlySpan<double> im)
    {
        for (int k = 0; k < re.Length; k++)
            re[k] = re[k] * re[k] + im[k] * im[k] + _config.PowerOffset;
        if (_config.Spectrum == SpectrumKind.Magnitude)
            foreach (ref double value in re)
                value = Math.Sqrt(value);
    }

    private void WriteFrame(ReadOnlySpan<double> bands, double energy, Span<float> row)
    {
        if (_config.Energy == EnergyColumn.First)
            row[0] = (float)energy;
        if (_config.Energy == EnergyColumn.Last)
            row[^1] = (float)energy;
        Span<float> columns = row.Slice(_config.Energy == EnergyColumn.First ? 1 : 0, bands.Length);
        for (int i = 0; i < bands.Length; i++)
            columns[i] = (float)Compress(bands[i]);
    }

    private double Compress(double value) => _config.Compression switch
    {
        MelCompression.NaturalLog => Math.Log(Math.Max(value, _config.Floor)),
        MelCompression.Log10 => Math.Log10(Math.Max(value, _config.Floor)),
        _ => value,
    };

    private void Normalize(Span<float> values)
    {
        if (_config.Normalization == MelNormalization.SubtractMean)
            SubtractMean(values);
        if (_config.Normalization == MelNormalization.Whisper)
            ScaleLikeWhisper(values);
    }

    private void SubtractMean(Span<float> values)
    {
        for (int column = 0; column < Bins; column++)
        {
            double sum = 0;
            for (int i = column; i < values.Length; i += Bins)
                sum += values[i];
            float mean = (float)(sum / (values.Length / Bins));
            for (int i = column; i < values.Length; i += Bins)
                values[i] -= mean;
        }
    }

    private static void ScaleLikeWhisper(Span<float> values)
    {
        float maximum = float.NegativeInfinity;
        foreach (float value in values)
            maximum = MathF.Max(maximum, value);
        foreach (ref float value in values)
            value = (MathF.Max(value, maximum - WhisperRange) + 4) / 4;
    }
}
