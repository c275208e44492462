using Chatterbox.Parity;

namespace Chatterbox.Tests.Parity;

public sealed class RoundingErrorsTests
{
    [Theory]
    [InlineData(2e-2, 100, 1, 1e-2, 0.2, true)]
    [InlineData(2.1e-2, 100, 1, 0, 0, false)]
    [InlineData(1e-3, 199, 2, 0, 0, false)]
    [InlineData(1e-3, 99, 1, 0, 0, false)]
    [InlineData(1e-3, 99, 0, 1.1e-2, 0, false)]
    [InlineData(1e-3, 99, 0, 0, 0.21, false)]
    [InlineData(double.NaN, 100, 0, 0, 0, false)]
    [InlineData(0, 100, 0, double.NaN, 0, false)]
    [InlineData(0, 100, 0, 0, double.NaN, false)]
    public void Bounds_are_kept_or_not(double logits, int steps, int others, double mel, double audio, bool within) =>
        Assert.Equal(within, new RoundingErrors("case", logits, steps, others, mel, audio).WithinBounds);

    [Fact]
    public void Together_the_worst_counts_and_all_steps_do() => Assert.Equal(
        new RoundingErrors("all", 0.01, 120, 1, 0.003, 0.2), RoundingErrors.Together("all", [new("a", 0.01, 20, 1, 0.001, 0.2), new("b", 0.002, 100, 0, 0.003, 0.1)]));
}
