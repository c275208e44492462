using Chatterbox.Tensors;
using Chatterbox.Tests.Tensors;

namespace Chatterbox.Torch.Tests;

/// <summary>What every engine must compute.</summary>
public sealed class TorchContractTests : EngineContractTests
{
    /// <inheritdoc/>
    protected override Engine CreateEngine() => Engines.Exact();
}
