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
        double[] edges = Edges(bins, SlaneyScale.ToMel(low), SlaneyScale.ToMel(high));
        for (int i = 0; i < edges.Length; i++)
            edges[i] = SlaneyScale.ToHertz(edges[i]);

        float[][] filters = new float[bins][];
        for (int i = 0; i < bins; i++)
        {
            filters[i] = new float[fftSize / 2 + 1];
            for (int k = 0; k < filters[i].Length; k++)
            {
                float height = (float)Triangle((double)k * sampleRate / fftSize, edges[i], edges[i + 1], edges[i + 2]);
                filters[i][k] = (float)(height * 2 / (edges[i + 2] - edges[i]));
            }
        }
        return new MelFilterbank(fftSize / 2 + 1, filters);
    }

    /// <summary>Kaldi's filters: triangles over mels, of height one; the highest spectrum bin is left out.</summary>
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
        double[] edges = Edges(bins, KaldiScale.ToMel(low), KaldiScale.ToMel(high));
        if (warp is not null)
            for (int i = 0; i < edges.Length; i++)
                edges[i] = KaldiScale.ToMel(warp.Apply(Math.Clamp(KaldiScale.ToHertz(edges[i]), low, high), low, high));

        float[][] filters = new float[bins][];
        for (int i = 0; i < bins; i++)
        {
            filters[i] = new float[fftSize / 2 + 1];
            for (int k = 0; k < fftSize / 2; k++)
                filters[i][k] = (float)Triangle(KaldiScale.ToMel((double)k * sampleRate / fftSize), edges[i], edges[i + 1], edges[i + 2]);
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

    /// <summary>bins + 2 equally spaced points: filter i rises from point i to i + 1 and falls to i + 2.</summary>
    private static double[] Edges(int bins, double low, double high)
    {
        double[] edges = new double[bins + 2];
        for (int i = 0; i < edges.Length; i++)
            edges[i] = low + (high - low) * i / (bins + 1);
        return edges;
    }

    private static double Triangle(double x, double left, double centre, double right) =>
        Math.Max(0, Math.Min((x - left) / (centre - left), (right - x) / (right - centre)));

    private static void CheckRange(int sampleRate, int fftSize, int bins, double low, double high)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleRate, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(fftSize, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        if (!(low >= 0 && low < high && high <= sampleRate / 2.0))
            throw new ArgumentException($"A filter bank cannot reach from {low} to {high} Hz at {sampleRate} Hz.", nameof(high));
    }
}
