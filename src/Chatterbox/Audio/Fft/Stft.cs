namespace Chatterbox.Audio.Fft;

/// <summary>
/// Short-time Fourier transform with centred frames, and its inverse by overlap-add, as torch.stft and torch.istft do them
/// with <c>center=True</c>. Frame t is centred on sample t * hop. Immutable, so safe to share between threads.
/// </summary>
public sealed class Stft
{
    private const double SmallestEnvelope = 1e-11; // below it the window's overlap does not determine the signal

    private readonly RealFft _fft;
    private readonly Framing _framing;
    private readonly double[] _window;

    /// <param name="fftSize">Samples per frame.</param>
    /// <param name="hop">Samples from frame to frame.</param>
    /// <param name="window">Shape of the window over the whole frame.</param>
    /// <param name="edges">What stands before and after the signal.</param>
    public Stft(int fftSize, int hop, WindowFunction window = WindowFunction.PeriodicHann, EdgePadding edges = EdgePadding.Reflect)
    {
        _fft = new RealFft(fftSize);
        _framing = Framing.Padded(fftSize, hop, fftSize / 2, edges);
        _window = AnalysisWindow.Create(window, fftSize);
    }

    /// <summary>Frequencies per frame: fftSize / 2 + 1.</summary>
    public int Bins => _fft.Bins;

    /// <summary>The spectrum of a signal.</summary>
    /// <exception cref="SignalTooShortException">The signal is too short to be mirrored at its edges.</exception>
    public ComplexSpectrogram Forward(ReadOnlySpan<float> signal)
    {
        ComplexSpectrogram spectrogram = new(_framing.FrameCount(signal.Length), Bins);
        double[] frame = new double[_fft.Size], re = new double[Bins], im = new double[Bins], scratch = new double[_fft.ScratchLength];
        for (int t = 0; t < spectrogram.Frames; t++)
        {
            _framing.Copy(signal, t, frame);
            for (int i = 0; i < frame.Length; i++)
                frame[i] *= _window[i];
            _fft.Forward(frame, re, im, scratch);
            for (int k = 0; k < re.Length; k++)
                (spectrogram.Re[t * Bins + k], spectrogram.Im[t * Bins + k]) = ((float)re[k], (float)im[k]);
        }
        return spectrogram;
    }

    /// <summary>The signal whose windowed frames come closest to the given ones (least squares, Griffin and Lim 1984).</summary>
    /// <param name="spectrogram">(frames, Bins).</param>
    /// <param name="length">Samples wanted, at most what the frames cover.</param>
    /// <exception cref="ArgumentException">The spectrum does not fit the plan, or the frames leave samples undetermined.</exception>
    public float[] Inverse(ComplexSpectrogram spectrogram, int length)
    {
        ArgumentNullException.ThrowIfNull(spectrogram);
        if (spectrogram.Bins != Bins)
            throw new ArgumentException($"The spectrum has {spectrogram.Bins} bins, not {Bins}.", nameof(spectrogram));
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        int covered = checked((spectrogram.Frames - 1) * _framing.Hop + _fft.Size);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, covered - _fft.Size / 2);

        double[] sum = new double[covered], envelope = new double[covered];
        OverlapAdd(spectrogram, sum, envelope);
        float[] signal = new float[length];
        for (int i = 0, at = _fft.Size / 2; i < length; i++, at++)
        {
            if (envelope[at] < SmallestEnvelope)
                throw new ArgumentException($"The window leaves sample {i} undetermined: use a smaller hop.", nameof(length));
            signal[i] = (float)(sum[at] / envelope[at]);
        }
        return signal;
    }

    private void OverlapAdd(ComplexSpectrogram spectrogram, double[] sum, double[] envelope)
    {
        double[] frame = new double[_fft.Size], re = new double[Bins], im = new double[Bins], scratch = new double[_fft.ScratchLength];
        for (int t = 0; t < spectrogram.Frames; t++)
        {
            for (int k = 0; k < re.Length; k++)
                (re[k], im[k]) = (spectrogram.Re[t * Bins + k], spectrogram.Im[t * Bins + k]);
            _fft.Inverse(re, im, frame, scratch);
            for (int i = 0, at = t * _framing.Hop; i < frame.Length; i++, at++)
            {
                sum[at] += frame[i] * _window[i];
                envelope[at] += _window[i] * _window[i];
            }
        }
    }
}
