using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>
/// Which vector width really runs. The suite is run again with instruction sets switched off (DOTNET_EnableAVX512=0,
/// DOTNET_EnableAVX2=0); each such run names the width it expects in CHATTERBOX_EXPECT_SIMD, so that a switch without
/// effect is noticed.
/// </summary>
public sealed class InstructionSetTests
{
    private const string Variable = "CHATTERBOX_EXPECT_SIMD";

    [Fact]
    public void The_widest_level_is_the_expected_one()
    {
        string? expected = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(expected))
        {
            SimdLevel level = Enum.Parse<SimdLevel>(expected);
            Assert.Equal(level, SimdLevels.Best);

            // The vectors may be narrow on a processor that has the wider instructions; switched off are those only that say so.
            if (level < SimdLevel.Vector512)
                Assert.False(Avx512F.IsSupported, "AVX-512 is on");
            if (level < SimdLevel.Vector256)
                Assert.False(Avx2.IsSupported, "AVX2 is on");
            return;
        }

        // Some processors have AVX-512 and are faster without.
        SimdLevel widest = Avx512F.IsSupported ? SimdLevel.Vector512
            : Avx2.IsSupported ? SimdLevel.Vector256
            : X86Base.IsSupported || AdvSimd.IsSupported ? SimdLevel.Vector128
            : SimdLevel.Scalar;
        SimdLevel least = widest == SimdLevel.Vector512 ? SimdLevel.Vector256 : widest;
        Assert.InRange(SimdLevels.Best, least, widest);
    }

    [Fact]
    public void A_level_that_does_not_run_here_is_refused()
    {
        foreach (SimdLevel level in Enum.GetValues<SimdLevel>().Where(level => level > SimdLevels.Best))
            Assert.Throws<ArgumentException>(() => new CpuEngine(1, level));
        Assert.Contains(SimdLevels.Best.ToString(), new CpuEngine(1).Description, StringComparison.Ordinal);
    }
}
