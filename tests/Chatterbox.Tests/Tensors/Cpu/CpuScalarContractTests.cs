using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Tests.Tensors.Cpu;

/// <summary>The engine contract on the CPU engine's Scalar kernels, or the widest there are below them.</summary>
public sealed class CpuScalarContractTests : EngineContractTests
{
    /// <inheritdoc/>
    protected override Engine CreateEngine() => new CpuEngine(2, Levels.AtMost(SimdLevel.Scalar));
}
