using Chatterbox.Randomness;

namespace Chatterbox.Models.S3Gen.HiFT;

/// <summary>Noise drawn from the random numbers of a request.</summary>
public sealed class SeededHarmonicNoise(IRandomSource random) : IHarmonicNoise
{
    /// <inheritdoc/>
    public float Phase(int harmonic)
    {
        Span<double> turn = stackalloc double[1];
        random.Uniform(RandomPurpose.SourcePhase, harmonic, turn);
        return (float)(Math.PI * (2 * turn[0] - 1));
    }

    /// <inheritdoc/>
    public void Fill(int firstSample, int harmonics, Span<float> destination) =>
        random.Normal(RandomPurpose.SourceNoise, (long)firstSample * harmonics, destination);
}
