using Chatterbox.Parity;
using Chatterbox.Server;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Parity;

/// <summary>How far T3 in 8 bits and S3Gen in bfloat16 are from the reference: the bounds that let them be chosen by themselves.</summary>
public sealed class RoundedModelsTests
{
    [Fact]
    public void The_modes_of_auto_are_within_their_bounds_over_all_cases()
    {
        RendererPrecision renderer = Precision.Auto.Renderer();
        List<RoundingErrors> runs = [];
        foreach (string name in ParityCases.TinyAndPico.Append("nano-full"))
        {
            using ParityCase parityCase = ParityCases.Open(name);
            using var engine = new CpuEngine(2, decoder: DecoderPrecision.Int8, renderer: renderer);
            string? model = ParityCases.ModelFolder(name);
            ParityReport report = new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), recording: null).RunRounded();
            ParityCases.AssertPassed(report);
            Assert.Contains(report.Lines, line => line.Name == "t3/logits/001" && line.Error > 2e-5);
            runs.Add(RoundingErrors.Of(parityCase, report));
        }

        RoundingErrors all = RoundingErrors.Together("all", runs);
        Assert.True(all.WithinBounds, $"{all}");
        Assert.All(runs, run => Assert.Equal(renderer == RendererPrecision.BFloat16, run.Mel > 1e-4));
    }
}
