using Chatterbox.Tensors;

namespace Chatterbox.Torch;

/// <summary>Shapes as libtorch takes them.</summary>
internal static class ShapeExtensions
{
    /// <summary>The dimensions.</summary>
    public static long[] Lengths(this Shape shape)
    {
        long[] lengths = new long[shape.Rank];
        for (int i = 0; i < lengths.Length; i++)
            lengths[i] = shape[i];
        return lengths;
    }

    /// <summary>The same shape with another length of an axis.</summary>
    public static Shape With(this Shape shape, int axis, int length)
    {
        Span<int> dimensions = stackalloc int[Shape.MaxRank];
        for (int i = 0; i < shape.Rank; i++)
            dimensions[i] = i == axis ? length : shape[i];
        return new Shape(dimensions[..shape.Rank]);
    }
}
