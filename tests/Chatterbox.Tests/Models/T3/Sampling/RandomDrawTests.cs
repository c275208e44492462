using Chatterbox.Models.T3.Sampling;

namespace Chatterbox.Tests.Models.T3.Sampling;

public sealed class RandomDrawTests
{
    private static readonly int[] Ids = [10, 20, 30];
    private static readonly float[] Probabilities = [0.25f, 0.25f, 0.5f];

    [Theory]
    [InlineData(0, 10)]
    [InlineData(0.2499, 10)]
    [InlineData(0.25, 20)]
    [InlineData(0.5, 30)]
    [InlineData(0.9999999999999999, 30)]
    public void Picks_the_first_whose_sum_exceeds_the_number(double uniform, int expected) =>
        Assert.Equal(expected, RandomDraw.Pick(uniform, Ids, Probabilities));

    [Fact]
    public void Never_picks_what_has_no_probability() => Assert.Equal(20, RandomDraw.Pick(0, Ids, [0, 1, 0]));
}
