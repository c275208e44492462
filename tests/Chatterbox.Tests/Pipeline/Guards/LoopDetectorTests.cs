using Chatterbox.Pipeline.Guards;

namespace Chatterbox.Tests.Pipeline.Guards;

public sealed class LoopDetectorTests
{
    [Theory]
    [InlineData(1, 25)]
    [InlineData(3, 25)]
    [InlineData(7, 35)]
    [InlineData(12, 60)]
    public void A_cycle_is_seen_once_it_has_come_round_often_enough(int period, int repeated)
    {
        var detector = new LoopDetector();
        int[] start = [.. Enumerable.Range(100, 40)];
        Assert.All(start, token => Assert.Equal(0, detector.Observe(token)));
        int[] loops = [.. Enumerable.Range(0, period + repeated).Select(i => detector.Observe(i % period))];
        Assert.All(loops[..^1], loop => Assert.Equal(0, loop));
        Assert.Equal(repeated, loops[^1]);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(40)]
    public void Longer_cycles_are_no_loops(int period)
    {
        var detector = new LoopDetector();
        for (int i = 0; i < 50 * period; i++)
            Assert.Equal(0, detector.Observe(i % period));
    }

    [Fact]
    public void A_break_in_the_cycle_starts_it_over()
    {
        var detector = new LoopDetector();
        for (int i = 0; i < 200; i++)
            Assert.Equal(0, detector.Observe(i % 20 == 19 ? 1000 + i : 5));
    }
}
