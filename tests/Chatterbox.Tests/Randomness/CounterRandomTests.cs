using Chatterbox.Randomness;

namespace Chatterbox.Tests.Randomness;

public sealed class CounterRandomTests
{
    private const int Count = 200_000;

    /// <summary>The known answers of Random123 for philox4x32-10.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0xe169c58d6627e8d5, 0x9b00dbd8bc57ac4c)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x41c83b0e408f276d, 0x6d5451fda20bc7c6)]
    [InlineData(0x85a308d3243f6a88, 0x0370734413198a2e, 0x299f31d0a4093822, 0x94fdcceb_d16cfe09, 0x24126ea1_5001e420)]
    public void Is_philox(ulong low, ulong high, ulong key, ulong expectedLow, ulong expectedHigh) =>
        Assert.Equal((expectedLow, expectedHigh), CounterRandom.Philox(low, high, key));

    [Fact]
    public void Uniform_numbers_are_uniform()
    {
        double[] values = Uniform(1, RandomPurpose.SpeechToken, 0, Count);
        Assert.All(values, value => Assert.InRange(value, 0, 1 - 1e-17));
        Assert.Equal(0.5, values.Average(), 0.003);
        int[] bins = new int[100];
        foreach (double value in values)
            bins[(int)(value * bins.Length)]++;

        // Chi-square with 99 degrees of freedom: 149 has a probability of 0.001.
        double expected = (double)Count / bins.Length;
        Assert.InRange(bins.Sum(bin => (bin - expected) * (bin - expected) / expected), 50, 149);
    }

    [Fact]
    public void Normal_numbers_are_normal()
    {
        float[] values = Normal(1, RandomPurpose.FlowNoise, 0, Count);
        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        double mean = values.Average(), variance = values.Average(value => (double)value * value), fourth = values.Average(value => Math.Pow(value, 4));
        Assert.Equal(0, mean, 0.01);
        Assert.Equal(1, variance, 0.01);
        Assert.Equal(3, fourth, 0.1);
        Assert.Equal(0.6827, values.Count(value => Math.Abs(value) < 1) / (double)Count, 0.005);
        Assert.Equal(0.0027, values.Count(value => Math.Abs(value) > 3) / (double)Count, 0.0006);
    }

    [Fact]
    public void Any_split_gives_the_same_numbers()
    {
        float[] whole = Normal(7, RandomPurpose.SourceNoise, 5, 100);
        double[] uniform = Uniform(7, RandomPurpose.SpeechToken, 5, 100);
        for (int cut = 0; cut <= 100; cut += 7)
        {
            Assert.Equal(whole, Normal(7, RandomPurpose.SourceNoise, 5, cut).Concat(Normal(7, RandomPurpose.SourceNoise, 5 + cut, 100 - cut)));
            Assert.Equal(uniform, Uniform(7, RandomPurpose.SpeechToken, 5, cut).Concat(Uniform(7, RandomPurpose.SpeechToken, 5 + cut, 100 - cut)));
        }
    }

    [Fact]
    public void Indices_beyond_32_bits_are_their_own() =>
        Assert.NotEqual(Normal(7, RandomPurpose.SourceNoise, 0, 10), Normal(7, RandomPurpose.SourceNoise, 1L << 33, 10));

    [Fact]
    public void Streams_and_seeds_are_independent()
    {
        List<float[]> sequences = [];
        foreach (ulong seed in (ReadOnlySpan<ulong>)[0, 1, 2, 1UL << 32, ulong.MaxValue])
            foreach (RandomPurpose purpose in Enum.GetValues<RandomPurpose>())
                sequences.Add(Normal(seed, purpose, 0, 4000));
        for (int i = 0; i < sequences.Count; i++)
            for (int j = i + 1; j < sequences.Count; j++)
                Assert.InRange(sequences[i].Zip(sequences[j], (a, b) => (double)a * b).Average(), -0.07, 0.07);
    }

    private static double[] Uniform(ulong seed, RandomPurpose purpose, long first, int count)
    {
        double[] values = new double[count];
        new CounterRandom(seed).Uniform(purpose, first, values);
        return values;
    }

    private static float[] Normal(ulong seed, RandomPurpose purpose, long first, int count)
    {
        float[] values = new float[count];
        new CounterRandom(seed).Normal(purpose, first, values);
        return values;
    }
}
