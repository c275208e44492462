using System.Globalization;
using Chatterbox.Tensors;

namespace Chatterbox.Parity;

/// <summary>Collects the comparisons of a run, in order.</summary>
public sealed class ParityReport
{
    private const int Shown = 5;

    private readonly List<ParityLine> _lines = [];

    /// <summary>All comparisons so far.</summary>
    public IReadOnlyList<ParityLine> Lines => _lines;

    /// <summary>Comparisons within their bound.</summary>
    public int Passed => _lines.Count(line => line.Passed);

    /// <summary>Comparisons outside their bound.</summary>
    public int Failed => _lines.Count - Passed;

    /// <summary>Compares a tensor with the recorded one: its shape, dimensions of 1 aside, and its values by relative L2 distance.</summary>
    public void Compare(string name, HostTensor expected, ReadOnlySpan<float> actual, Shape shape, double bound)
    {
        if (ShapePattern.AreSame(shape, expected.Shape))
            Compare(name, expected.Values, actual, bound);
        else
            _lines.Add(new ParityLine(name, double.PositiveInfinity, bound, $"{shape}, recorded {expected.Shape}", false));
    }

    /// <summary>Compares values by relative L2 distance.</summary>
    public void Compare(string name, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double bound)
    {
        if (expected.Length != actual.Length)
        {
            _lines.Add(new ParityLine(name, double.PositiveInfinity, bound, $"{actual.Length} values, recorded {expected.Length}", false));
            return;
        }

        double error = RelativeError(expected, actual);
        bool passed = error <= bound;
        _lines.Add(new ParityLine(name, error, bound, passed ? "" : Difference(expected, actual), passed));
    }

    /// <summary>
    /// Compares ids place by place. At the places in <paramref name="open"/> they may differ, which is told and not counted; the
    /// lists must be equally long.
    /// </summary>
    public void CompareIds(string name, ReadOnlySpan<int> expected, ReadOnlySpan<int> actual, IReadOnlySet<int>? open = null)
    {
        var differences = new List<string>();
        int allowed = 0;
        for (int i = 0; i < Math.Min(expected.Length, actual.Length); i++)
        {
            if (expected[i] == actual[i])
                continue;
            if (open?.Contains(i) == true)
                allowed++;
            else
                differences.Add($"{actual[i]}/{expected[i]} at {i}");
        }

        int different = differences.Count + Math.Abs(expected.Length - actual.Length);
        List<string> details = [];
        if (expected.Length != actual.Length)
            details.Add($"{actual.Length} ids, recorded {expected.Length}");
        if (differences.Count > 0)
            details.Add($"ours/recorded {string.Join(", ", differences.Take(Shown))}");
        if (allowed > 0)
            details.Add($"{allowed} differ where they may");
        _lines.Add(new ParityLine(name, different, 0, string.Join("; ", details), different == 0));
    }

    /// <summary>Notes how often something was not as recorded; <paramref name="bound"/> is how often it may be.</summary>
    public void CompareCount(string name, int different, int count, int bound) =>
        _lines.Add(new ParityLine(name, different, bound, $"{count - different} of {count} are the same", different <= bound));

    /// <summary>Takes a distance of another kind, which <paramref name="name"/> says.</summary>
    public void CompareDistance(string name, double distance, double bound) =>
        _lines.Add(new ParityLine(name, distance, bound, "", distance <= bound));

    /// <summary>Compares texts.</summary>
    public void CompareText(string name, string expected, string actual)
    {
        bool same = expected == actual;
        _lines.Add(new ParityLine(name, same ? 0 : 1, 0, same ? "" : $"'{actual}', recorded '{expected}'", same));
    }

    /// <summary>Notes a recorded tensor with which nothing was compared.</summary>
    public void Miss(string name) => _lines.Add(new ParityLine(name, double.PositiveInfinity, 0, "recorded, but nothing was compared with it", false));

    /// <summary>Forgets all comparisons.</summary>
    public void Clear() => _lines.Clear();

    /// <summary>Adds a remark to the last comparison.</summary>
    public void Remark(string text) => _lines[^1] = _lines[^1] with { Detail = $"{_lines[^1].Detail} {text}".Trim() };

    /// <summary>|actual - expected| / |expected| in L2; the length of the difference where nothing but zeros is expected.</summary>
    public static double RelativeError(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        double difference = 0, length = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            double d = (double)actual[i] - expected[i];
            difference += d * d;
            length += (double)expected[i] * expected[i];
        }

        return Math.Sqrt(difference / (length == 0 ? 1 : length));
    }

    private static string Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        int worst = 0;
        for (int i = 0; i < expected.Length; i++)
            if (!(Math.Abs(actual[i] - expected[i]) <= Math.Abs(actual[worst] - expected[worst])))
                worst = i;
        var pairs = new List<string>();
        for (int i = 0; i < Math.Min(Shown, expected.Length); i++)
            pairs.Add(string.Create(CultureInfo.InvariantCulture, $"{actual[i]:G6}/{expected[i]:G6}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"ours/recorded {string.Join(' ', pairs)}; largest difference at {worst}: {actual[worst]:G6}/{expected[worst]:G6}");
    }
}
