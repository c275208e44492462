namespace Chatterbox.Tensors.ShapeOnly;

/// <summary>The shape of a weight.</summary>
internal sealed class ShapeOnlyWeight(Shape shape) : Weight
{
    public override Shape Shape => shape;

    public override long Bytes => 0;

    protected override void Dispose(bool disposing)
    {
    }
}
