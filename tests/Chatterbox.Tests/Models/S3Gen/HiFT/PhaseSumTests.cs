using Chatterbox.Models.S3Gen.HiFT;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Tests.Models.S3Gen.HiFT;

public sealed class PhaseSumTests
{
    [Fact]
    public void The_sum_is_that_of_PyTorch_to_the_bit()
    {
        GoldenOp op = GoldenOp.ReadAll().Single(candidate => candidate.Name == "cumsum_mod_1_f32");
        PhaseSum sum = default;
        List<float> phases = [];
        foreach (float step in op.Input("x").Values)
            phases.Add(sum.Advance(step));
        Assert.Equal(op.Output().Values.ToArray(), phases);
    }
}
