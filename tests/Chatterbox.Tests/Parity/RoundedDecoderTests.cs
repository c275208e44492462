using Chatterbox.Parity;
using Chatterbox.Server;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Parity;

/// <summary>How far T3 in 8 bits is from the reference: the bounds that make it the default.</summary>
public sealed class RoundedDecoderTests
{
    [Fact]
    public void T3_in_8_bits_is_within_its_bounds_over_all_cases()
    {
        List<RoundingErrors> runs = [];
        foreach (string name in ParityCases.TinyAndPico.Append("nano-full"))
        {
            using ParityCase parityCase = ParityCases.Open(name);
            using var engine = new CpuEngine(2, decoder: DecoderPrecision.Int8);
            string? model = ParityCases.ModelFolder(name);
            ParityReport report = new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), recording: null).RunRounded();
            ParityCases.AssertPassed(report);
            Assert.Contains(report.Lines, line => line.Name == "t3/logits/001" && line.Error > 2e-5);
            runs.Add(RoundingErrors.Of(parityCase, report));
        }

        RoundingErrors all = RoundingErrors.Together("all", runs);
        Assert.True(all.WithinBounds, $"{all}");
    }
}
