using System.Collections.Frozen;
using System.Globalization;

namespace Chatterbox.Text;

/// <summary>What ends a sentence in a language. Immutable, for use by many threads at once.</summary>
internal sealed class SentenceRules
{
    private const string NarrowMarks = ".!?\u2026\u061F\u203C\u2047\u2048\u2049";
    private const string WideMarks = "\u3002\uFF01\uFF1F\uFF0E\uFF61\u0964\u0965\u06D4\u05C3";
    private const int LongestWord = 16;
    private const int LongestIndent = 16;
    private const int LongestListNumber = 3;
    private const int LongestOrdinal = 2;
    private const int LongestRoman = 6;

    private static readonly FrozenDictionary<string, SentenceRules> Known =
        Languages.All.ToFrozenDictionary(l => l.Code, l => new SentenceRules(l.Code), StringComparer.OrdinalIgnoreCase);

    private readonly string _language;
    private readonly Abbreviations _abbreviations;

    private SentenceRules(string language)
    {
        _language = language;
        _abbreviations = Abbreviations.For(language);
        (FullStop, Comma) = language switch
        {
            "zh" => ("\u3002", "\uFF0C"),
            "ja" => ("\u3002", "\u3001"),
            "hi" => ("\u0964", ","),
            "ar" => (".", "\u060C"),
            _ => (".", ","),
        };
    }

    /// <summary>What the language ends a sentence with.</summary>
    public string FullStop { get; }

    /// <summary>What the language divides clauses with.</summary>
    public string Comma { get; }

    /// <summary>The rules of a language; those of English where it is null or unknown.</summary>
    public static SentenceRules For(string? language) => Known.GetValueOrDefault(language ?? "en") ?? Known["en"];

    /// <summary>Whether a sentence may end with the character.</summary>
    public bool IsMark(char c) =>
        NarrowMarks.Contains(c, StringComparison.Ordinal) || IsWideMark(c) || c == '\u037E' || (c == ';' && _language == "el");

    /// <summary>Whether the character ends a sentence without white space behind it.</summary>
    public static bool IsWideMark(char c) => WideMarks.Contains(c, StringComparison.Ordinal);

    /// <summary>
    /// Whether the single full stop at <paramref name="stop"/>, with white space behind it, ends a sentence, and is not part of an
    /// abbreviation, an initial, the number of a list or an ordinal.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="stop">Where the full stop is.</param>
    /// <param name="next">Where the next word begins, or the text's end.</param>
    public bool EndsWithStop(string text, int stop, int next)
    {
        int start = WordStart(text, stop);
        ReadOnlySpan<char> word = text.AsSpan(start, stop - start);
        if (word.IsEmpty || word.Length > LongestWord || next >= text.Length)
            return true;
        if (char.IsAsciiDigit(word[^1]))
            return !IsListNumber(text, start, word) && !IsOrdinal(word, text, next);
        if (word.Length == 1 && char.IsLower(word[0]) && AtLineStart(text, start))
            return false;
        Span<char> lower = stackalloc char[word.Length];
        word.ToLowerInvariant(lower);
        if (_abbreviations.IsNumeric(lower) && char.IsDigit(text[next]))
            return false;
        bool capital = StartsCapital(text, next);
        if (_abbreviations.IsLeading(lower))
            return word.Length == 1 && capital && IsStarter(text, next);
        if (_abbreviations.IsTrailing(lower))
            return capital;
        if (word.Length > 1 && IsRoman(word) && _abbreviations.StopOrdinals)
            return capital && IsStarter(text, next);
        bool initial = word.Length == 1 && char.IsUpper(word[0]) && !(word[0] == 'I' && _language == "en");
        return !(initial || HasStopsInside(word)) || (capital && IsStarter(text, next));
    }

    /// <summary>Letters, digits and the stops between them, back from a full stop.</summary>
    private static int WordStart(string text, int stop)
    {
        int start = stop;
        while (start > 0 && stop - start <= LongestWord && (char.IsLetterOrDigit(text[start - 1]) || IsWordMark(text, start - 1)))
            start--;
        while (start < stop && !char.IsLetterOrDigit(text[start]))
            start++;
        return start;
    }

    private static bool IsWordMark(string text, int at) =>
        text[at] is '.' or '-' || char.GetUnicodeCategory(text[at]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Parts of one or two letters with stops between them, as in e.g. and U.S., and not in example.com.</summary>
    private static bool HasStopsInside(ReadOnlySpan<char> word)
    {
        if (!word.Contains('.'))
            return false;
        foreach (Range part in word.Split('.'))
            if (word[part].Length > 2 || word[part].ContainsAnyInRange('0', '9'))
                return false;
        return true;
    }

    private static bool IsListNumber(string text, int start, ReadOnlySpan<char> word) =>
        word.Length <= LongestListNumber && AtLineStart(text, start) && !word.ContainsAnyExceptInRange('0', '9');

    private bool IsOrdinal(ReadOnlySpan<char> word, string text, int next)
    {
        if (!_abbreviations.StopOrdinals || word.Length > LongestOrdinal || word.ContainsAnyExceptInRange('0', '9'))
            return false;
        return char.IsLower(text[next]) || char.IsDigit(text[next]) || (_language is "de" or "tr" && !IsStarter(text, next));
    }

    private static bool IsRoman(ReadOnlySpan<char> word) => word.Length <= LongestRoman && !word.ContainsAnyExcept("IVXLC");

    private static bool AtLineStart(string text, int at)
    {
        for (int i = at - 1; i >= 0 && i >= at - LongestIndent; i--)
        {
            if (text[i] == '\n')
                return true;
            if (!char.IsWhiteSpace(text[i]) && text[i] is not ('(' or '['))
                return false;
        }

        return at <= LongestIndent;
    }

    private static bool StartsCapital(string text, int at) =>
        char.IsUpper(text, at) || CharUnicodeInfo.GetUnicodeCategory(text, at) is UnicodeCategory.OtherLetter or UnicodeCategory.TitlecaseLetter;

    private bool IsStarter(string text, int at)
    {
        int end = at;
        while (end < text.Length && end - at <= LongestWord && (char.IsLetter(text[end]) || text[end] is '\'' or '\u2019'))
            end++;
        if (end - at > LongestWord)
            return false;
        Span<char> lower = stackalloc char[end - at];
        text.AsSpan(at, end - at).ToLowerInvariant(lower);
        lower.Replace('\u2019', '\'');
        if (_abbreviations.IsStarter(lower))
            return true;
        int apostrophe = lower.IndexOf('\'');
        return apostrophe > 0 && _abbreviations.IsStarter(lower[..apostrophe]);
    }
}
