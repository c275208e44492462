using Chatterbox.Parity;

namespace Chatterbox.Tests.Parity;

public sealed class RoundingErrorsTests
{
    [Theory]
    [InlineData(2e-2, 100, 1, true)]
    [InlineData(2.1e-2, 100, 1, false)]
    [InlineData(1e-3, 199, 2, false)]
    [InlineData(1e-3, 99, 1, false)]
    [InlineData(double.NaN, 100, 0, false)]
    public void Bounds_are_kept_or_not(double logits, int steps, int others, bool within) =>
        Assert.Equal(within, new RoundingErrors("case", logits, steps, others).WithinBounds);

    [Fact]
    public void Together_the_worst_counts_and_all_steps_do() => Assert.Equal(
        new RoundingErrors("all", 0.01, 120, 1), RoundingErrors.Together("all", [new("a", 0.01, 20, 1), new("b", 0.002, 100, 0)]));
}
