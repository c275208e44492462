using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models.T3;

/// <summary>Counts T3's transformer blocks and cancels when the given one is done.</summary>
internal sealed class BlockProbe(int cancelAfter) : ITensorProbe, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public List<string> Blocks { get; } = [];

    public void Observe(string name, Tensor tensor)
    {
        if (!name.StartsWith("t3/layer", StringComparison.Ordinal))
            return;
        Blocks.Add(name);
        if (Blocks.Count == cancelAfter + 1)
            _source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}
