using Chatterbox.Nn;
using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The inverse of <see cref="Stft16"/>: frames turned back by one fixed matrix, added up, and divided by the sum of the squared
/// windows. Port of HiFTGenerator._istft (chatterbox models/s3gen/hifigan.py), torch.istft: the imaginary parts of the first
/// and the last bin do not count, and 8 samples are cut off at each end.
/// </summary>
public sealed class Istft16
{
    /// <summary>Fewest frames for which the sum of squared windows has a whole middle.</summary>
    private const int MinFrames = 4;

    /// <summary>The sum of the squared windows where four frames meet; the table is divided by it.</summary>
    private const double FullEnvelope = 1.5;

    private const int Trim = Stft16.Length / 2;

    private readonly Engine _engine;
    private readonly Linear _table;
    private readonly Tensor _first;
    private readonly Tensor _last;

    /// <summary>Makes the table and the corrections of the two ends, where one frame of the four is missing.</summary>
    public Istft16(Engine engine)
    {
        _engine = engine;
        float[] table = new float[Stft16.Length * 2 * Stft16.Bins];
        for (int n = 0; n < Stft16.Length; n++)
        {
            double window = Stft16.Window(n) / (Stft16.Length * FullEnvelope);
            for (int bin = 0; bin < Stft16.Bins; bin++)
            {
                bool single = bin is 0 or Stft16.Bins - 1;
                (double sin, double cos) = Math.SinCos(2 * Math.PI * bin * n / Stft16.Length);
                table[n * 2 * Stft16.Bins + bin] = (float)((single ? 1 : 2) * window * cos);
                table[n * 2 * Stft16.Bins + Stft16.Bins + bin] = single ? 0 : (float)(-2 * window * sin);
            }
        }

        _table = new Linear(engine, new HostTensor(new Shape(Stft16.Length, 2 * Stft16.Bins), table));
        _first = EndCorrection(engine, Stft16.Length - Stft16.Hop);
        _last = EndCorrection(engine, 0);
    }

    /// <summary>(1, F, 18), nine real then nine imaginary parts, F at least 4, to (1, 4 (F - 1), 1) samples</summary>
    public Tensor Forward(Tensor spectrum)
    {
        int frames = spectrum.Dim(1), samples = Stft16.Hop * (frames - 1);
        if (frames < MinFrames)
            throw new ArgumentException($"{frames} frames are too few for the inverse transform; this is a bug.", nameof(spectrum));
        using Scope scope = _engine.BeginScope();
        Tensor sum = _engine.OverlapAdd(_table.Forward(spectrum), Stft16.Hop).Slice(1, Trim, samples); // (1, 4 (F - 1), 1)
        Tensor first = sum.Slice(1, 0, Stft16.Hop).Mul(_first);
        Tensor last = sum.Slice(1, samples - Stft16.Hop, Stft16.Hop).Mul(_last);
        return scope.Keep(_engine.Concat(1, first, sum.Slice(1, Stft16.Hop, samples - 2 * Stft16.Hop), last)); // (1, 4 (F - 1), 1)
    }

    /// <summary>What four samples are multiplied with where the frame that has them from <paramref name="missing"/> on is missing.</summary>
    private static Tensor EndCorrection(Engine engine, int missing)
    {
        float[] factors = new float[Stft16.Hop];
        for (int i = 0; i < factors.Length; i++)
            factors[i] = (float)(FullEnvelope / (FullEnvelope - Math.Pow(Stft16.Window(missing + i), 2)));
        return engine.Constant(new HostTensor(new Shape(1, Stft16.Hop, 1), factors));
    }
}
