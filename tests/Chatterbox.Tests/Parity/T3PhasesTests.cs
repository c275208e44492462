using Chatterbox.Checkpoints;
using Chatterbox.Parity;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Parity;

public sealed class T3PhasesTests
{
    public static TheoryData<string> Cases() => [.. ParityCases.TinyAndPico];

    [Theory]
    [MemberData(nameof(Cases))]
    public void T3_equals_the_reference(string name)
    {
        using ParityCase parityCase = ParityCases.Open(name);
        using CheckpointSources sources = ParityCases.Checkpoint(parityCase);
        using var engine = new CpuEngine(2);
        var context = new ParityContext(parityCase, sources, engine, chained: false);
        T3Phases.Run(context, prefill: true, decoding: true, stopsByItself: ParityCases.ModelFolder(name) is not null);
        ParityCases.AssertPassed(context.Report);
    }
}
