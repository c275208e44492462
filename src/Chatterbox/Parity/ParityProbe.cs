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
        float[] actual = tensor.ToArray();
        Shape shape = expected.Shape;
        if (shape.Count == (long)repeats * actual.Length)
            actual = [.. Enumerable.Repeat(actual, repeats).SelectMany(values => values)];
        if (shape.Rank >= 2 && actual.Length == shape.Count && tensor.Shape.Last == shape[shape.Rank - 2])
        {
            float[] swapped = Layout.Swap(actual, shape[shape.Rank - 2], shape.Last);
            bool same = tensor.Shape.Last == shape.Last;
            if (!same || ParityReport.RelativeError(expected.Values, swapped) < ParityReport.RelativeError(expected.Values, actual))
                actual = swapped;
        }

        report.Compare(name, expected.Values, actual, bound);
    }
}
