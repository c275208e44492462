using System.Collections.Frozen;

namespace Chatterbox.Text;

/// <summary>Tells whether a sentence ends at a mark. A full stop may belong to a number, an abbreviation or an initial.</summary>
internal static class SentenceEnd
{
    private const string Marks = ".!?\u2026\u3002\uFF01\uFF1F\u0964\u061F\u06D4";
    private const string WideMarks = "\u3002\uFF01\uFF1F";
    private const string Closing = "\"'\u201D\u2019)]\u300D\u300F\u00BB";
    private const int LongestAbbreviation = 6;
    private const int LongestRun = 16;

    /// <summary>Abbreviations that a name, number or further word follows, in lower case. A single letter counts as one anyway.</summary>
    private static readonly FrozenSet<string> Abbreviations = new[]
    {
        "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "st", "jr", "sr", "gen", "col", "capt", "cpt", "lt", "sgt", "sen", "rep", "gov", "pres",
        "vs", "fig", "vol", "pp", "al", "inc", "ltd", "corp", "dept", "est", "approx", "ave", "blvd", "mt",
        "jan", "feb", "apr", "aug", "sep", "sept", "oct", "nov", "dec",
        "bzw", "usw", "ca", "nr", "str", "hr", "mme", "mlle", "sra", "srta", "dra", "sig",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup = Abbreviations.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// Whether a sentence ends with the mark at <paramref name="at"/>, or with the blank line that begins there;
    /// <paramref name="end"/> is behind the mark, further marks, and the quotes and brackets that close there.
    /// </summary>
    public static bool TryFind(string text, int at, out int end)
    {
        end = at + 1;
        if (text[at] == '\n')
            return end < text.Length && text[end] == '\n';
        if (!Marks.Contains(text[at], StringComparison.Ordinal))
            return false;
        while (end < text.Length && end < at + LongestRun && (Marks.Contains(text[end], StringComparison.Ordinal) || Closing.Contains(text[end], StringComparison.Ordinal)))
            end++;
        if (WideMarks.Contains(text[at], StringComparison.Ordinal) || end == text.Length)
            return true;
        return char.IsWhiteSpace(text[end]) && !(text[at] == '.' && end == at + 1 && IsAbbreviation(text, at));
    }

    /// <summary>Whether the word before the full stop is an initial (J.), has full stops inside (e.g.), or is a known abbreviation.</summary>
    private static bool IsAbbreviation(string text, int stop)
    {
        int start = stop;
        while (start > 0 && char.IsLetter(text[start - 1]) && stop - start <= LongestAbbreviation)
            start--;
        int length = stop - start;
        if (length is 0 or > LongestAbbreviation)
            return false;
        if (start > 0 && text[start - 1] == '.')
            return true;
        if (start > 0 && char.IsLetterOrDigit(text[start - 1]))
            return false;
        Span<char> lower = stackalloc char[length];
        text.AsSpan(start, length).ToLowerInvariant(lower);
        return (length == 1 && char.IsUpper(text[start]) && lower[0] != 'i') || Lookup.Contains(lower);
    }
}
