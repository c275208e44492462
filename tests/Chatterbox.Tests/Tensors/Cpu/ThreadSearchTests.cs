using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>Finding the fastest number of threads.</summary>
public sealed class ThreadSearchTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2, 2)]
    [InlineData(2, 2, 1)]
    [InlineData(6, 12, 1, 2, 4, 12)]
    public void Powers_of_two_and_all_processors_are_tried(int cores, int processors, params int[] expected) =>
        Assert.Equal(expected, ThreadSearch.Candidates(cores, processors));

    [Theory]
    [InlineData(4, 1.0, 1.0, 1.0, 1.0)]
    [InlineData(4, 1.0, 0.95, 1.0, 0.92)]
    [InlineData(8, 1.0, 2.0, 1.0, 0.8)]
    [InlineData(2, 1.0, 3.0, 0.5, 0.8)]
    [InlineData(1, 1.0, 0.2, 0.5, 0.8)]
    public void The_cores_are_taken_unless_another_number_is_clearly_faster(int expected, double cores, double one, double two, double eight)
    {
        var seconds = new Dictionary<int, double> { [4] = cores, [1] = one, [2] = two, [8] = eight };
        Assert.Equal(expected, ThreadSearch.Choose(4, [1, 2, 8], threads => seconds[threads]));
    }

    [Fact]
    public void An_engine_that_is_not_told_takes_the_fastest()
    {
        using var engine = new CpuEngine();
        Assert.Equal(ThreadSearch.Fastest, engine.Threads);
        Assert.InRange(engine.Threads, 1, Environment.ProcessorCount);
        Assert.Contains($"{engine.Threads} threads", engine.Description, StringComparison.Ordinal);
    }
}
