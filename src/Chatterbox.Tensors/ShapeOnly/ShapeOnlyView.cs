namespace Chatterbox.Tensors.ShapeOnly;

/// <summary>Another source without its values, so that a model is tried on a checkpoint without reading it.</summary>
internal sealed class ShapeOnlyView(TensorSource source) : TensorSource
{
    public override string Origin => source.Origin;

    public override IReadOnlyList<string> Names => source.Names;

    public override Shape ShapeOf(string name) => source.ShapeOf(name);

    public override HostTensor Read(string name) => source.ReadShape(name);
}
