using Chatterbox.Tensors;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>Noise that was drawn before: (1, harmonics, 1) phases and (1, harmonics, samples) of noise.</summary>
public sealed class RecordedHarmonicNoise(HostTensor phase, HostTensor noise) : IHarmonicNoise
{
    /// <inheritdoc/>
    public float Phase(int harmonic) => phase.Values[harmonic];

    /// <inheritdoc/>
    public void Fill(int firstSample, int harmonics, Span<float> destination)
    {
        for (int i = 0; i < destination.Length; i++)
            destination[i] = noise.Values[i % harmonics * noise.Shape.Last + firstSample + i / harmonics];
    }
}
