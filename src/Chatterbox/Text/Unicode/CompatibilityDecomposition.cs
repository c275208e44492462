using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// Unicode normalization form KD (UAX #15). <see cref="string.Normalize()"/> leaves text as it is when .NET runs without ICU.
/// </summary>
public static class CompatibilityDecomposition
{
    /// <summary>The text in form KD. A lone surrogate stays as it is.</summary>
    public static string Normalize(string text)
    {
        if (System.Text.Ascii.IsValid(text))
            return text;
        StringBuilder decomposed = new(text.Length * 2);
        UnicodeTables tables = UnicodeTables.Instance;
        Span<char> jamo = stackalloc char[HangulSyllable.MaxJamo];
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            if (HangulSyllable.IsSyllable(rune.Value))
                decomposed.Append(jamo[..HangulSyllable.Decompose(rune.Value, jamo)]);
            else if (tables.Decompositions.TryGetValue(rune.Value, out string? parts))
                decomposed.Append(parts);
            else
                decomposed.Append(text, i, length);
            i += length;
        }
        return InCanonicalOrder(decomposed.ToString());
    }

    /// <summary>Sorts each run of combining characters by class, keeping the order within a class.</summary>
    private static string InCanonicalOrder(string text)
    {
        UnicodeTables tables = UnicodeTables.Instance;
        StringBuilder result = new(text.Length);
        List<(int Class, int Start, int Length)> run = [];
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            int combiningClass = rune.IsAscii ? 0 : tables.CombiningClass(rune.Value);
            if (combiningClass == 0)
            {
                AppendSorted(run, text, result);
                result.Append(text, i, length);
            }
            else
            {
                run.Add((combiningClass, i, length));
            }
            i += length;
        }
        AppendSorted(run, text, result);
        return result.ToString();
    }

    private static void AppendSorted(List<(int Class, int Start, int Length)> run, string text, StringBuilder result)
    {
        // Tuples compare by class, then by place in the text: a stable sort.
        run.Sort();
        foreach ((_, int start, int length) in run)
            result.Append(text, start, length);
        run.Clear();
    }
}
