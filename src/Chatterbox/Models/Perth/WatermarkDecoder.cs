using Chatterbox.Tensors;

namespace Chatterbox.Models.Perth;

/// <summary>
/// Finds the mark in the levels of the lowest frequencies, looked at on three time scales. Port of Decoder
/// (perth/perth_net/perth_net_implicit/model/decoder.py).
/// </summary>
public sealed class WatermarkDecoder
{
    private const int Outputs = 2; // attention, mark
    private static readonly string[] Branches = ["slow_layers", "normal_layers", "fast_layers"];

    private readonly Engine _engine;
    private readonly ConvStack[] _branches;
    private readonly int _pieceFrames;

    /// <summary>Takes the weights at <c>decoder</c>; works on at most so many frames at once, with the same result for any number.</summary>
    /// <exception cref="CheckpointException">They are not the decoder's.</exception>
    public WatermarkDecoder(Weights w, int pieceFrames)
    {
        ArgumentNullException.ThrowIfNull(w);
        _engine = w.Engine;
        _pieceFrames = pieceFrames;
        _branches = [.. Branches.Select(name => new ConvStack(w, name, Outputs))];
        if (_branches.Any(branch => branch.Inputs != Band))
            throw new CheckpointException($"The branches of '{w.Prefix}' see different numbers of frequencies.");
    }

    /// <summary>Frequencies that are read, from the lowest on.</summary>
    public int Band => _branches[0].Inputs;

    /// <summary>How sure the decoder is that the mark is there, before it is brought into 0 to 1.</summary>
    /// <param name="levels">Levels of the lowest frequencies (T, Band), T at least 2.</param>
    /// <param name="mask">Which frames hold sound (T).</param>
    /// <returns>About 1 for marked audio, about 0 for other audio; 0 when no frame holds sound.</returns>
    public float Forward(ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask)
    {
        int frames = mask.Length;
        Span<int> stretched = [frames * 5 / 4, frames, frames * 3 / 4];
        double weights = 0, mark = 0;
        for (int i = 0; i < _branches.Length; i++)
        {
            double[] means = MaskedMeans(_branches[i], levels, mask, stretched[i]);
            double weight = Math.Exp(means[0]);
            weights += weight;
            mark += weight * means[1];
        }

        return double.IsNaN(mark) ? 0 : (float)(mark / weights);
    }

    /// <summary>Means (Outputs) of a branch's outputs over the frames of sound; NaN when there are none.</summary>
    private double[] MaskedMeans(ConvStack branch, ReadOnlySpan<float> levels, ReadOnlySpan<bool> mask, int frames)
    {
        double[] sums = new double[Outputs];
        int count = 0;
        for (int start = 0; start < frames; start += _pieceFrames)
        {
            int end = Math.Min(start + _pieceFrames, frames);
            int first = Math.Max(0, start - branch.Context), last = Math.Min(frames, end + branch.Context);
            float[] rows = new float[(last - first) * Band];
            TimeStretch.Linear(levels, Band, frames, first, rows);
            float[] outputs = Run(branch, rows);
            for (int t = start; t < end; t++)
            {
                if (!mask[TimeStretch.Nearest(t, mask.Length, frames)])
                    continue;
                count++;
                for (int c = 0; c < Outputs; c++)
                    sums[c] += outputs[(t - first) * Outputs + c];
            }
        }

        return [.. sums.Select(sum => sum / count)];
    }

    private float[] Run(ConvStack branch, float[] rows)
    {
        using Scope scope = _engine.BeginScope();
        Tensor x = _engine.FromHost(rows, new Shape(1, rows.Length / Band, Band)); // (1, T, band)
        return branch.Forward(x).ToArray(); // (1, T, 2)
    }
}
