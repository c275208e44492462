using Chatterbox.Tensors;

namespace Chatterbox.Tests.Tensors;

/// <summary>Weights that a test has made.</summary>
internal sealed class DictionarySource(Dictionary<string, HostTensor> tensors) : TensorSource
{
    /// <inheritdoc/>
    public override string Origin => "test";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; } = [.. tensors.Keys];

    /// <inheritdoc/>
    public override Shape ShapeOf(string name) => tensors[name].Shape;

    /// <inheritdoc/>
    public override HostTensor Read(string name) => tensors[name];
}
