using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>
/// Compares every tensor a model shows with the one recorded under its name: the first sight of a name with <c>name</c>, the
/// next with <c>name.1</c> and so on. Names that were not recorded are passed over.
/// </summary>
/// <param name="parityCase">The recorded run.</param>
/// <param name="report">Takes the comparisons.</param>
/// <param name="boundOf">The bound of a name; null where it is not to be compared.</param>
/// <param name="recordedName">Another naming than <c>name.1</c>: from a name and how often it was seen before.</param>
/// <param name="repeats">How often the recorder repeated a batch, in part, that we compute once.</param>
public sealed class ParityProbe(
    ParityCase parityCase, ParityReport report, Func<string, double?> boundOf, Func<string, int, string>? recordedName = null, int repeats = 1)
    : ITensorProbe
{
    private readonly Dictionary<string, int> _seen = [];
    private readonly Func<string, int, string> _recordedName = recordedName ?? Numbered;

    /// <summary>The recorder's usual naming: <c>name</c>, then <c>name.1</c> and so on.</summary>
    public static string Numbered(string name, int sight) => sight == 0 ? name : $"{name}.{sight}";

    /// <inheritdoc/>
    public void Observe(string name, Tensor tensor)
    {
        int sight = _seen.GetValueOrDefault(name);
        _seen[name] = sight + 1;
        string recorded = _recordedName(name, sight);
        if (parityCase.Has(recorded) && boundOf(recorded) is { } bound)
            Compare(recorded, tensor, bound);
    }

    /// <summary>
    /// PyTorch recorded some tensors as (B, C, T), ours are all (B, T, C): where the shapes say that the last two axes are
    /// swapped, they are swapped back, and where they leave it open the closer reading counts.
    /// </summary>
    private void Compare(string name, Tensor tensor, double bound)
    {
        HostTensor expected = parityCase.Get(name);
        (float[] actual, Shape shape) = Repeated(tensor, expected.Shape);
        if (shape.Rank >= 2)
        {
            Shape swappedShape = Layout.Swap(shape);
            bool straight = ShapePattern.AreSame(shape, expected.Shape), turned = ShapePattern.AreSame(swappedShape, expected.Shape);
            float[] swapped = turned ? Layout.Swap(actual, swappedShape[shape.Rank - 2], swappedShape.Last) : actual;
            straight |= JoinsRows(shape, expected.Shape);
            if (turned && (!straight || ParityReport.RelativeError(expected.Values, swapped) < ParityReport.RelativeError(expected.Values, actual)))
                (actual, shape) = (swapped, swappedShape);
            else if (straight)
                shape = expected.Shape;
        }

        report.Compare(name, expected, actual, shape, bound);
    }

    /// <summary>Whether ours are (B T, C), the rows of a batch one after the other, as T3 decodes them, and the recorded ones (B, T, C).</summary>
    private static bool JoinsRows(Shape shape, Shape recorded) =>
        shape.Rank == 2 && recorded.Rank == 3 && shape.Rows == recorded.Rows && shape.Last == recorded.Last;

    /// <summary>The tensor as often as it was recorded.</summary>
    private (float[] Values, Shape Shape) Repeated(Tensor tensor, Shape recorded)
    {
        float[] values = tensor.ToArray();
        Shape shape = tensor.Shape;
        if (repeats == 1 || recorded.Count != repeats * shape.Count)
            return (values, shape);
        int[] dimensions = [repeats * shape[0], .. Enumerable.Range(1, shape.Rank - 1).Select(axis => shape[axis])];
        return ([.. Enumerable.Repeat(values, repeats).SelectMany(part => part)], new Shape(dimensions));
    }
}
