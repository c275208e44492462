using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

public class SimdLevelsTests
{
    /// <summary>Guards the runs with instruction sets switched off: a switch that does nothing would go unseen.</summary>
    [Fact]
    public void The_best_level_is_the_one_the_run_expects()
    {
        string? expected = Environment.GetEnvironmentVariable("CHATTERBOX_EXPECT_SIMD");
        if (!string.IsNullOrEmpty(expected))
            Assert.Equal(Enum.Parse<SimdLevel>(expected), SimdLevels.Best);
        Assert.Contains(SimdLevels.Best, Enum.GetValues<SimdLevel>());
    }
}
