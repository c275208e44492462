using Chatterbox.Parity;
using Chatterbox.Server;
using Chatterbox.Tests.Parity;

namespace Chatterbox.Torch.Tests;

/// <summary>The recorded runs of the reference, inside the bounds of the CPU's own engine.</summary>
public sealed class TorchParityTests
{
    /// <summary>Every case, its phases fed from the recording and from each other.</summary>
    public static TheoryData<string, bool> Cases() => ParityRunnerTests.Cases();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_tensor_equals_the_reference(string name, bool chained)
    {
        using ParityCase parityCase = ParityCases.Open(name);
        using TorchEngine engine = Engines.Exact();
        ParityCases.AssertPassed(Runner(parityCase, engine).Run(null, chained));
    }

    /// <summary>The likeliest token may be another one more often than the mode that is chosen by itself may have it: this one is not.</summary>
    [Fact]
    public void In_bfloat16_the_logits_are_within_their_bound()
    {
        List<RoundingErrors> runs = [];
        foreach (string name in (string[])[.. ParityCases.TinyAndPico, "nano-full"])
        {
            using ParityCase parityCase = ParityCases.Open(name);
            using TorchEngine engine = Engines.Rounded();
            runs.Add(RoundingErrors.Of(parityCase, Runner(parityCase, engine).RunRounded()));
        }

        RoundingErrors all = RoundingErrors.Together("all", runs);
        Assert.InRange(all.Logits, 0, RoundingErrors.LogitsBound);
        Assert.InRange(all.OtherLikeliest, 0, all.Steps / 40);
    }

    private static ParityRunner Runner(ParityCase parityCase, TorchEngine engine)
    {
        string? model = ParityCases.ModelFolder(parityCase.Name);
        return new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), recording: null);
    }
}
