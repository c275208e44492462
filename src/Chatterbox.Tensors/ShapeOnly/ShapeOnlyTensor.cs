namespace Chatterbox.Tensors.ShapeOnly;

/// <summary>The shape of a constant.</summary>
internal sealed class ShapeOnlyTensor(Engine engine, Shape shape) : Tensor
{
    public override Engine Engine => engine;

    public override Shape Shape => shape;
}
