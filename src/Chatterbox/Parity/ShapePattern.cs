using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>
/// What shape a phase takes: the dimensions, of which <see cref="Any"/> stands for any size but 0. Dimensions of 1 before them
/// count for nothing, since the reference keeps a batch of one here and drops it there.
/// </summary>
internal static class ShapePattern
{
    /// <summary>A dimension of any size.</summary>
    public const int Any = -1;

    /// <summary>Whether a shape is of the pattern.</summary>
    public static bool Fits(Shape shape, ReadOnlySpan<int> pattern)
    {
        int before = shape.Rank - pattern.Length;
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            int wanted = axis < before ? 1 : pattern[axis - before];
            if (wanted == Any ? shape[axis] == 0 : shape[axis] != wanted)
                return false;
        }

        return before >= 0;
    }

    /// <summary>Whether two shapes differ at most in dimensions of 1.</summary>
    public static bool AreSame(Shape left, Shape right) => WithoutOnes(left).SequenceEqual(WithoutOnes(right));

    /// <summary>The pattern for a message: (80, any).</summary>
    public static string Describe(ReadOnlySpan<int> pattern) =>
        $"({string.Join(", ", pattern.ToArray().Select(size => size == Any ? "any" : $"{size}"))})";

    private static IEnumerable<int> WithoutOnes(Shape shape) => Enumerable.Range(0, shape.Rank).Select(axis => shape[axis]).Where(size => size != 1);
}
