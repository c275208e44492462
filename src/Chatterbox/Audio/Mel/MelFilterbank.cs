namespace Chatterbox.Audio.Mel;

/// <summary>
/// Triangular filters that gather a spectrum's bins into mel bands. Weights are rounded to float as librosa and Kaldi store
/// them, and kept without the zeros around each triangle. Immutable.
/// </summary>
public sealed class MelFilterbank
{
    private readonly int[] _starts; // first spectrum bin of each filter
    private readonly float[][] _weights;

    private MelFilterbank(int spectrumBins, float[][] dense)
    {
        SpectrumBins = spectrumBins;
        _starts = new int[dense.Length];
        _weights = new float[dense.Length][];
        for (int i = 0; i < dense.Length; i++)
        {
            int start = Math.Max(0, Array.FindIndex(dense[i], w => w != 0));
            int end = Array.FindLastIndex(dense[i], w => w != 0) + 1;
            (_starts[i], _weights[i]) = (start, dense[i][start..Math.Max(start, end)]);
        }
    }

    /// <summary>Number of mel bands.</summary>
    public int Bins => _weights.Length;

    /// <summary>Number of spectrum bins: fftSize / 2 + 1.</summary>
    public int SpectrumBins { get; }

    /// <summary>librosa.filters.mel with its defaults: Slaney's scale, triangles over Hz, each of area one.</summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="fftSize">Samples per transform.</param>
    /// <param name="bins">Number of filters.</param>
    /// <param name="low">Lowest frequency in Hz.</param>
    /// <param name="high">Highest frequency in Hz.</param>
    /// <exception cref="ArgumentException">The frequencies do not lie in order between 0 and half the sample rate.</exception>
    public static MelFilterbank Slaney(int sampleRate, int fftSize, int bins, double low, double high)
    {
        CheckRange(sampleRate, fftSize, bins, low, high);
        double lowMel = SlaneyScale.ToMel(low), highMel = SlaneyScale.ToMel(high);
        double[] edges = new double[bins + 2]; // filter i rises from edge i to i + 1 and falls to i + 2
        for (int i = 0; i < edges.Length; i++)
            edges[i] = SlaneyScale.ToHertz(lowMel + (highMel - lowMel) * i / (bins + 1));

        float[][] filters = new float[bins][];
        for (int i = 0; i < bins; i++)
        {
            filters[i] = new float[fftSize / 2 + 1];
            for (int k = 0; k < filters[i].Length; k++)
            {
                double hertz = (double)k * sampleRate / fftSize;
                double rise = (hertz - edges[i]) / (edges[i + 1] - edges[i]), fall = (edges[i + 2] - hertz) / (edges[i + 2] - edges[i + 1]);
                float height = (float)Math.Max(0, Math.Min(rise, fall));
                filters[i][k] = (float)(height * 2 / (edges[i + 2] - edges[i]));
            }
        }
        return new MelFilterbank(fftSize / 2 + 1, filters);
    }

    /// <summary>
    /// Kaldi's filters (feat/mel-computations): triangles over mels, of height one; the highest spectrum bin is left out.
    /// Computed in float, whose rounding shows in the fifth digit.
    /// </summary>
    /// <param name="sampleRate">In Hz.</param>
    /// <param name="fftSize">Samples per transform.</param>
    /// <param name="bins">Number of filters.</param>
    /// <param name="low">Lowest frequency in Hz.</param>
    /// <param name="high">Highest frequency in Hz.</param>
    /// <param name="warp">Moves the edges of the triangles.</param>
    /// <exception cref="ArgumentException">The frequencies do not lie in order between 0 and half the sample rate, or the warp
    /// does not fit them.</exception>
    public static MelFilterbank Kaldi(int sampleRate, int fftSize, int bins, double low, double high, VtlnWarp? warp = null)
    {
        CheckRange(sampleRate, fftSize, bins, low, high);
        float lowMel = KaldiScale.ToMel((float)low), step = (KaldiScale.ToMel((float)high) - lowMel) / (bins + 1);
        float[] edges = new float[bins + 2]; // filter i rises from edge i to i + 1 and falls to i + 2
        for (int i = 0; i < edges.Length; i++)
        {
            edges[i] = lowMel + i * step;
            if (warp is not null)
                edges[i] = KaldiScale.ToMel(warp.Apply(KaldiScale.ToHertz(edges[i]), (float)low, (float)high));
        }

        float[][] filters = new float[bins][];
        for (int i = 0; i < bins; i++)
        {
            filters[i] = new float[fftSize / 2 + 1];
            for (int k = 0; k < fftSize / 2; k++)
                filters[i][k] = KaldiTriangle(KaldiScale.ToMel((float)sampleRate / fftSize * k), edges[i], edges[i + 1], edges[i + 2]);
        }
        return new MelFilterbank(fftSize / 2 + 1, filters);
    }

    /// <summary>Weighs a spectrum (<see cref="SpectrumBins"/>) into mel bands (<see cref="Bins"/>).</summary>
    public void Apply(ReadOnlySpan<double> spectrum, Span<double> bands)
    {
        if (spectrum.Length != SpectrumBins)
            throw new ArgumentException($"The spectrum has {spectrum.Length} bins, not {SpectrumBins}.", nameof(spectrum));
        if (bands.Length != Bins)
            throw new ArgumentException($"There are {Bins} mel bands, not {bands.Length}.", nameof(bands));
        for (int i = 0; i < bands.Length; i++)
        {
            float[] weights = _weights[i];
            ReadOnlySpan<double> part = spectrum.Slice(_starts[i], weights.Length);
            double sum = 0;
            for (int k = 0; k < weights.Length; k++)
                sum += weights[k] * part[k];
            bands[i] = sum;
        }
    }

    /// <summary>All weights (Bins, SpectrumBins).</summary>
    public float[] ToArray()
    {
        float[] all = new float[Bins * SpectrumBins];
        for (int i = 0; i < Bins; i++)
            _weights[i].CopyTo(all, i * SpectrumBins + _starts[i]);
        return all;
    }

    /// <summary>A warp can put the edges out of order; the triangle is then cut off as Kaldi does it.</summary>
    private static float KaldiTriangle(float mel, float left, float centre, float right)
    {
        if (mel <= left || mel >= right)
            return 0;
        return mel <= centre ? (mel - left) / (centre - left) : (right - mel) / (right - centre);
    }

    private static void CheckRange(int sampleRate, int fftSize, int bins, double low, double high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(fftSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!(low >= 0 && low < high && high <= sampleRate / 2.0))
            throw new ArgumentException($"A filter bank cannot reach from {low} to {high} Hz at {sampleRate} Hz.", nameof(high));
    }
}
