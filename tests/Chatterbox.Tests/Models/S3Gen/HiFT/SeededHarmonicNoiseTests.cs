using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Randomness;

namespace Chatterbox.Tests.Models.S3Gen.HiFT;

public sealed class SeededHarmonicNoiseTests
{
    private const int Harmonics = 9;

    [Fact]
    public void A_cut_draws_what_the_whole_draws()
    {
        SeededHarmonicNoise noise = new(new CounterRandom(7));
        float[] whole = new float[100 * Harmonics], end = new float[37 * Harmonics];

        noise.Fill(0, Harmonics, whole);
        noise.Fill(63, Harmonics, end);

        Assert.Equal(whole[(63 * Harmonics)..], end);
    }

    [Fact]
    public void Phases_fill_the_circle_and_noise_is_standard_normal()
    {
        SeededHarmonicNoise noise = new(new CounterRandom(7));
        float[] values = new float[4800 * Harmonics];
        noise.Fill(0, Harmonics, values);
        float[] phases = [.. Enumerable.Range(0, 1000).Select(noise.Phase)];

        Assert.All(phases, phase => Assert.InRange(phase, -MathF.PI, MathF.PI));
        Assert.InRange(phases.Min(), -MathF.PI, -3);
        Assert.InRange(phases.Max(), 3, MathF.PI);
        Assert.Equal(0, values.Average(), 0.02f);
        Assert.Equal(1, values.Average(value => value * value), 0.03f);
    }
}
