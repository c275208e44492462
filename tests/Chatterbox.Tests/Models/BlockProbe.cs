using Chatterbox.Tensors;

namespace Chatterbox.Tests.Models;

/// <summary>Notes the blocks of a model, whose names begin as given, and cancels when one of them is done.</summary>
internal sealed class BlockProbe(string prefix, int cancelAfter) : ITensorProbe, IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public List<string> Blocks { get; } = [];

    public void Observe(string name, Tensor tensor)
    {
        if (!name.StartsWith(prefix, StringComparison.Ordinal))
            return;
        Blocks.Add(name);
        if (Blocks.Count == cancelAfter + 1)
            _source.Cancel();
    }

    public void Dispose() => _source.Dispose();
}
