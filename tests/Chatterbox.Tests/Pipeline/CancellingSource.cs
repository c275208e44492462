using Chatterbox.Tensors;

namespace Chatterbox.Tests.Pipeline;

/// <summary>A source whose user gives up when so many tensors were read.</summary>
internal sealed class CancellingSource(TensorSource source, int reads) : TensorSource
{
    private readonly CancellationTokenSource _cancellation = new();

    public CancellationToken Token => _cancellation.Token;

    public int Reads { get; private set; }

    public override string Origin => source.Origin;

    public override IReadOnlyList<string> Names => source.Names;

    public override Shape ShapeOf(string name) => source.ShapeOf(name);

    public override HostTensor Read(string name)
    {
        if (++Reads == reads)
            _cancellation.Cancel();
        return source.Read(name);
    }

    public override void Dispose()
    {
        _cancellation.Dispose();
        base.Dispose();
    }
}
