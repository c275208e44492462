namespace Chatterbox.Audio.Fft;

/// <summary>Plan of a forward complex transform of any size. Immutable, so safe to share between threads.</summary>
internal sealed class ComplexFft
{
    private readonly FftPass[] _passes;

    public ComplexFft(int size)
    {
        List<int> radices = FftMath.Radices(size);
        _passes = new FftPass[radices.Count];
        for (int i = 0, length = size, stride = 1; i < _passes.Length; length /= radices[i], stride *= radices[i], i++)
            _passes[i] = new FftPass(radices[i], length, stride);
    }

    /// <summary>Whether the result lies in the work buffers after <see cref="Transform"/>.</summary>
    public bool ResultInWork => _passes.Length % 2 == 1;

    /// <summary>X[k] = sum of x[n] exp(-2 pi i n k / size); both pairs of buffers hold size points and are overwritten.</summary>
    public void Transform(Span<double> re, Span<double> im, Span<double> workRe, Span<double> workIm)
    {
        for (int i = 0; i < _passes.Length; i++)
            if (i % 2 == 0)
                _passes[i].Run(re, im, workRe, workIm);
            else
                _passes[i].Run(workRe, workIm, re, im);
    }
}
