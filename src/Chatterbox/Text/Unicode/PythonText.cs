using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// What Python's <c>str</c> methods do, on which the published tokenizers rest: full case mapping, and white space
/// that includes U+001C to U+001F. A lone surrogate counts as a character without properties.
/// </summary>
internal static class PythonText
{
    /// <summary><c>str.isspace</c> of one character. White space lies in the Basic Multilingual Plane.</summary>
    public static bool IsWhiteSpace(char c) => char.IsWhiteSpace(c) || c is >= '\u001c' and <= '\u001f';

    /// <summary><c>" ".join(text.split())</c>.</summary>
    public static string CollapseWhiteSpace(string text)
    {
        StringBuilder result = new(text.Length);
        bool gap = false;
        foreach (char c in text)
        {
            if (IsWhiteSpace(c))
            {
                gap = true;
                continue;
            }
            if (gap && result.Length > 0)
                result.Append(' ');
            gap = false;
            result.Append(c);
        }
        return result.ToString();
    }

    /// <summary><c>text.strip()</c>.</summary>
    public static string Strip(string text)
    {
        int start = 0;
        int end = text.Length;
        while (start < end && IsWhiteSpace(text[start]))
            start++;
        while (end > start && IsWhiteSpace(text[end - 1]))
            end--;
        return text[start..end];
    }

    /// <summary><c>text[0].upper() + text[1:]</c> if <c>text[0].islower()</c>, else the text.</summary>
    public static string CapitaliseFirst(string text)
    {
        Rune.DecodeFromUtf16(text, out Rune first, out int length);
        return UnicodeTables.Instance.Upper.TryGetValue(first.Value, out string? upper) ? upper + text[length..] : text;
    }

    /// <summary><c>text.lower()</c>.</summary>
    public static string Lower(string text)
    {
        UnicodeTables tables = UnicodeTables.Instance;
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            if (rune.IsAscii)
                result.Append(char.ToLowerInvariant((char)rune.Value));
            else if (rune.Value == CapitalSigma)
                result.Append(EndsWord(text, i) ? '\u03c2' : '\u03c3');
            else if (tables.Lower.TryGetValue(rune.Value, out string? lower))
                result.Append(lower);
            else
                result.Append(text, i, length);
            i += length;
        }
        return result.ToString();
    }

    private const int CapitalSigma = '\u03a3';

    /// <summary>Final_Sigma of the Unicode standard: a cased letter before, none after, ignorable ones left out.</summary>
    private static bool EndsWord(string text, int position)
    {
        SigmaContext before = SigmaContext.Other;
        for (int i = position; i > 0;)
        {
            Rune.DecodeLastFromUtf16(text.AsSpan(0, i), out Rune rune, out int length);
            i -= length;
            before = UnicodeTables.Instance.SigmaContext(rune.Value);
            if (before != SigmaContext.Ignorable)
                break;
        }
        if (before != SigmaContext.Cased)
            return false;

        SigmaContext after = SigmaContext.Other;
        for (int i = position + 1; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            i += length;
            after = UnicodeTables.Instance.SigmaContext(rune.Value);
            if (after != SigmaContext.Ignorable)
                break;
        }
        return after != SigmaContext.Cased;
    }
}
