using Chatterbox.Parity;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.S3Gen.Flow;

/// <summary>The flow, replayed from the recorded tokens, reference and noise.</summary>
public sealed class FlowMatchingParityTests
{
    private const double Bound = 1e-4;

    [Theory]
    [InlineData("original-tiny")]
    [InlineData("turbo-tiny")]
    [InlineData("original-tiny-long")]
    [InlineData("multilingual-tiny-fr")]
    [InlineData("multilingual-tiny-ko")]
    [InlineData("nano-tiny")]
    [InlineData("pico")]
    public void Every_recorded_tensor_is_met(string name)
    {
        using var flow = new FlowFixture(name);
        flow.Weights.VerifyAllUsed();
        var report = new ParityReport();
        flow.Engine.Probe = new ParityProbe(flow.Case, report, _ => Bound);
        using (flow.Engine.BeginScope())
            flow.Model.Forward(flow.SpeechTokens, flow.Reference, flow.RecordedNoise);
        Assert.All(report.Lines, line => Assert.True(line.Passed, $"{line.Name}: {line.Error:E2}, bound {line.Bound:E0}; {line.Detail}"));
        IEnumerable<string> recorded = flow.Case.Tensors.Names.Where(tensor => tensor.StartsWith("flow/", StringComparison.Ordinal));
        Assert.Equal(recorded.Where(tensor => tensor != "flow/speech_tokens").Order(), report.Lines.Select(line => line.Name).Order());
    }
}
