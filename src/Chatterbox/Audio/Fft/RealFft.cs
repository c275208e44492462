namespace Chatterbox.Audio.Fft;

/// <summary>
/// Plan of a real Fourier transform of any size, forward and inverse, in double precision: mixed radix 4, 2, 3, 5; other
/// prime factors by the plain transform. Even sizes run as a complex transform of half the size. The plan is immutable and
/// safe to share between threads; transforms allocate nothing.
/// </summary>
public sealed class RealFft
{
    private const int MaxSize = 1 << 24;

    private readonly ComplexFft _complex;
    private readonly int _points; // of the complex transform
    private readonly double[] _roots; // (points, 2): exp(-2 pi i k / size), for even sizes

    /// <param name="size">Samples per transform, 1 to 2^24.</param>
    public RealFft(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, MaxSize);
        Size = size;
        _points = IsEven ? size / 2 : size;
        _complex = new ComplexFft(_points);
        _roots = new double[IsEven ? size : 0];
        for (int k = 0; k < _roots.Length / 2; k++)
            (_roots[2 * k], _roots[2 * k + 1]) = FftMath.Root(k, size);
    }

    /// <summary>Samples per transform.</summary>
    public int Size { get; }

    /// <summary>Frequencies of a real signal: size / 2 + 1.</summary>
    public int Bins => Size / 2 + 1;

    /// <summary>Doubles of scratch memory that a transform needs.</summary>
    public int ScratchLength => 4 * _points;

    private bool IsEven => Size % 2 == 0;

    /// <summary>X[k] = sum of x[n] exp(-2 pi i n k / size) for k up to size / 2.</summary>
    /// <param name="signal">Size samples.</param>
    /// <param name="re">Receives the real parts (<see cref="Bins"/>).</param>
    /// <param name="im">Receives the imaginary parts (<see cref="Bins"/>).</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, overwritten.</param>
    /// <exception cref="ArgumentException">A buffer has the wrong length.</exception>
    public void Forward(ReadOnlySpan<double> signal, Span<double> re, Span<double> im, Span<double> scratch)
    {
        CheckLengths(signal.Length, re.Length, im.Length, scratch.Length);
        Span<double> zr = Part(scratch, 0);
        Span<double> zi = Part(scratch, 1);
        if (IsEven)
        {
            for (int n = 0; n < zr.Length; n++)
                (zr[n], zi[n]) = (signal[2 * n], signal[2 * n + 1]);
        }
        else
        {
            signal.CopyTo(zr);
            zi.Clear();
        }
        _complex.Transform(zr, zi, Part(scratch, 2), Part(scratch, 3));
        if (_complex.ResultInWork)
        {
            zr = Part(scratch, 2);
            zi = Part(scratch, 3);
        }
        if (IsEven)
        {
            Untangle(zr, zi, re, im);
        }
        else
        {
            zr[..Bins].CopyTo(re);
            zi[..Bins].CopyTo(im);
        }
    }

    /// <summary>
    /// The inverse of <see cref="Forward"/>, scaled by 1 / size. Imaginary parts at frequency 0 and, for even sizes, at the
    /// highest frequency are ignored, since a real signal has none.
    /// </summary>
    /// <param name="re">Real parts (<see cref="Bins"/>).</param>
    /// <param name="im">Imaginary parts (<see cref="Bins"/>).</param>
    /// <param name="signal">Receives size samples.</param>
    /// <param name="scratch">At least <see cref="ScratchLength"/> doubles, overwritten.</param>
    /// <exception cref="ArgumentException">A buffer has the wrong length.</exception>
    public void Inverse(ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> signal, Span<double> scratch)
    {
        CheckLengths(signal.Length, re.Length, im.Length, scratch.Length);
        Span<double> zr = Part(scratch, 0), zi = Part(scratch, 1);
        if (IsEven)
            Tangle(re, im, zr, zi);
        else
            Mirror(re, im, zr, zi);

        // Swapping real and imaginary parts before and after turns the forward transform into the inverse.
        _complex.Transform(zi, zr, Part(scratch, 3), Part(scratch, 2));
        if (_complex.ResultInWork)
        {
            zr = Part(scratch, 2);
            zi = Part(scratch, 3);
        }
        double scale = 1.0 / _points;
        if (IsEven)
        {
            for (int n = 0; n < zr.Length; n++)
                (signal[2 * n], signal[2 * n + 1]) = (zr[n] * scale, zi[n] * scale);
        }
        else
        {
            for (int n = 0; n < zr.Length; n++)
                signal[n] = zr[n] * scale;
        }
    }

    /// <summary>Spectrum of the signal from that of z[n] = x[2n] + i x[2n + 1].</summary>
    private void Untangle(ReadOnlySpan<double> zr, ReadOnlySpan<double> zi, Span<double> re, Span<double> im)
    {
        for (int k = 1; k < zr.Length; k++)
        {
            int mirror = zr.Length - k;
            double evenRe = 0.5 * (zr[k] + zr[mirror]), evenIm = 0.5 * (zi[k] - zi[mirror]);
            double oddRe = 0.5 * (zi[k] + zi[mirror]), oddIm = 0.5 * (zr[mirror] - zr[k]);
            double rootRe = _roots[2 * k], rootIm = _roots[2 * k + 1];
            re[k] = evenRe + oddRe * rootRe - oddIm * rootIm;
            im[k] = evenIm + oddRe * rootIm + oddIm * rootRe;
        }
        (re[0], im[0]) = (zr[0] + zi[0], 0);
        (re[zr.Length], im[zr.Length]) = (zr[0] - zi[0], 0);
    }

    /// <summary>The inverse of <see cref="Untangle"/>.</summary>
    private void Tangle(ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> zr, Span<double> zi)
    {
        int half = zr.Length;
        for (int k = 1; k < half; k++)
        {
            double evenRe = 0.5 * (re[k] + re[half - k]), evenIm = 0.5 * (im[k] - im[half - k]);
            double turnedRe = 0.5 * (re[k] - re[half - k]), turnedIm = 0.5 * (im[k] + im[half - k]);
            double rootRe = _roots[2 * k], rootIm = -_roots[2 * k + 1];
            double oddRe = turnedRe * rootRe - turnedIm * rootIm, oddIm = turnedRe * rootIm + turnedIm * rootRe;
            (zr[k], zi[k]) = (evenRe - oddIm, evenIm + oddRe);
        }
        (zr[0], zi[0]) = (0.5 * (re[0] + re[half]), 0.5 * (re[0] - re[half]));
    }

    /// <summary>The full spectrum of an odd size.</summary>
    private void Mirror(ReadOnlySpan<double> re, ReadOnlySpan<double> im, Span<double> zr, Span<double> zi)
    {
        (zr[0], zi[0]) = (re[0], 0);
        for (int k = 1; k < Bins; k++)
        {
            (zr[k], zi[k]) = (re[k], im[k]);
            (zr[Size - k], zi[Size - k]) = (re[k], -im[k]);
        }
    }

    private Span<double> Part(Span<double> scratch, int index) => scratch.Slice(index * _points, _points);

    private void CheckLengths(int signal, int re, int im, int scratch)
    {
        if (signal != Size)
            throw new ArgumentException($"The signal of a transform of {Size} samples has {signal}.", nameof(signal));
        if (re != Bins || im != Bins)
            throw new ArgumentException($"The spectrum of a transform of {Size} samples has {Bins} bins, not {re} and {im}.", nameof(re));
        if (scratch < ScratchLength)
            throw new ArgumentException($"The scratch memory must hold {ScratchLength} doubles, not {scratch}.", nameof(scratch));
    }
}
