using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

public sealed class CpuPeaksTests
{
    /// <summary>Bounds that any machine keeps: no core does 100 operations a cycle or reads a terabyte a second, and none is a calculator.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Peaks_are_figures_of_a_machine(int threads)
    {
        CpuPeaks peaks = CpuPeaks.Measure(threads);
        Assert.Equal(threads, peaks.Threads);
        Assert.InRange(peaks.GflopPerSecond / threads, 0.01, 1000);
        Assert.InRange(peaks.GigabytesPerSecond, 0.01, 1000);
    }
}
