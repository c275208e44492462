using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>The engine contract on the CPU engine's Vector256 kernels, or the widest there are below them.</summary>
public sealed class CpuVector256ContractTests : EngineContractTests
{
    /// <inheritdoc/>
    protected override Engine CreateEngine() => new CpuEngine(2, Levels.AtMost(SimdLevel.Vector256));
}
