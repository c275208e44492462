using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The short-time Fourier transform of the source: 16 samples, hop 4, periodic Hann window, centred with 8 samples reflected
/// at each end. One fixed convolution. Port of HiFTGenerator._stft (chatterbox models/s3gen/hifigan.py), torch.stft.
/// </summary>
public sealed class Stft16
{
    /// <summary>Samples of a frame.</summary>
    public const int Length = 16;

    /// <summary>Samples from one frame to the next.</summary>
    public const int Hop = 4;

    /// <summary>Frequencies from zero to half the sample rate.</summary>
    public const int Bins = Length / 2 + 1;

    private const int Padding = Length / 2;

    private readonly Engine _engine;
    private readonly Weight _table;

    /// <summary>Makes the table of windowed cosines and negative sines.</summary>
    public Stft16(Engine engine)
    {
        float[] table = new float[2 * Bins * Length];
        for (int bin = 0; bin < Bins; bin++)
        {
            for (int n = 0; n < Length; n++)
            {
                (double sin, double cos) = Math.SinCos(2 * Math.PI * bin * n / Length);
                table[bin * Length + n] = (float)(Window(n) * cos);
                table[(Bins + bin) * Length + n] = (float)(-Window(n) * sin);
            }
        }

        (_engine, _table) = (engine, engine.Conv1dWeight(new HostTensor(new Shape(2 * Bins, 1, Length), table), null));
    }

    /// <summary>
    /// L samples, at least 9, to (1, L / 4 + 1, 18): nine real parts, then nine imaginary parts.
    /// </summary>
    public Tensor Forward(ReadOnlySpan<float> samples)
    {
        if (samples.Length <= Padding)
            throw new ArgumentException($"{samples.Length} samples cannot be reflected by {Padding}; this is a bug.", nameof(samples));
        float[] padded = new float[samples.Length + 2 * Padding];
        samples.CopyTo(padded.AsSpan(Padding));
        for (int i = 1; i <= Padding; i++)
        {
            padded[Padding - i] = samples[i];
            padded[Padding + samples.Length - 1 + i] = samples[samples.Length - 1 - i];
        }

        using Scope scope = _engine.BeginScope();
        Tensor x = _engine.FromHost(padded, new Shape(1, padded.Length, 1));
        return scope.Keep(_engine.Conv1d(x, _table, new Conv1dOptions(Stride: Hop))); // (1, L / 4 + 1, 18)
    }

    /// <summary>The periodic Hann window of 16.</summary>
    internal static double Window(int n) => 0.5 - 0.5 * Math.Cos(2 * Math.PI * n / Length);
}
