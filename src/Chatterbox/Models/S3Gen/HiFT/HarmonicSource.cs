using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>
/// The excitation of the vocoder: harmonics of the fundamental, merged by a learned sum. Port of SourceModuleHnNSF and
/// f0_upsamp (chatterbox models/s3gen/hifigan.py).
/// </summary>
public sealed class HarmonicSource
{
    private readonly float[] _weights;
    private readonly float _bias;

    /// <summary>Takes <c>l_linear</c> with (1, harmonics) weights.</summary>
    public HarmonicSource(Weights w)
    {
        HostTensor weight = w.Get("l_linear.weight", 1, -1), bias = w.Get("l_linear.bias", 1);
        _weights = weight.HasValues ? weight.ToArray() : new float[weight.Shape.Last];
        _bias = bias.HasValues ? bias.ToArray()[0] : 0;
    }

    /// <summary>Harmonics of the fundamental, itself included: 9.</summary>
    public int Harmonics => _weights.Length;

    /// <summary>
    /// The source at 24 kHz, <see cref="HiFTGenerator.SamplesPerFrame"/> samples for each of the fundamental frequencies
    /// <paramref name="f0"/> in Hz.
    /// </summary>
    public float[] Generate(ReadOnlySpan<float> f0, IHarmonicNoise noise, CancellationToken cancellation)
    {
        const int Length = HiFTGenerator.SamplesPerFrame;
        float[] source = new float[f0.Length * Length], waves = new float[_weights.Length * Length];
        SineGenerator sines = new(_weights.Length, noise);
        for (int frame = 0; frame < f0.Length; frame++)
        {
            cancellation.ThrowIfCancellationRequested();
            sines.Next(f0[frame], waves);
            Merge(waves, source.AsSpan(frame * Length, Length));
        }

        return source;
    }

    private void Merge(ReadOnlySpan<float> waves, Span<float> merged)
    {
        for (int i = 0; i < merged.Length; i++)
        {
            float sum = _bias;
            for (int harmonic = 0; harmonic < _weights.Length; harmonic++)
                sum += _weights[harmonic] * waves[i * _weights.Length + harmonic];
            merged[i] = MathF.Tanh(sum);
        }
    }
}
