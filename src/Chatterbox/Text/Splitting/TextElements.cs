using System.Globalization;

namespace Chatterbox.Text;

/// <summary>What of a text belongs together, and the scripts of characters.</summary>
internal static class TextElements
{
    /// <summary>The most characters of a tag with its brackets.</summary>
    public const int MaxTagLength = 32;

    /// <summary>
    /// Length of what must not be cut: a tag such as [clear throat], or a character with its marks. One that is longer than
    /// <paramref name="bound"/> may be told as any length above it, so that a hostile character takes no long time.
    /// </summary>
    public static int Length(string text, int at, int bound)
    {
        int tag = TagLength(text, at);
        return tag > 0 ? tag : StringInfo.GetNextTextElementLength(text.AsSpan(at, Math.Min(text.Length - at, Math.Max(bound, 1) + 1)));
    }

    /// <summary>Length of the tag that begins here, or 0.</summary>
    public static int TagLength(string text, int at)
    {
        if (text[at] != '[')
            return 0;
        for (int end = at + 1; end < text.Length && end < at + MaxTagLength; end++)
        {
            if (text[end] == ']')
                return end + 1 - at;
            if (!char.IsAsciiLetter(text[end]) && text[end] is not (' ' or '_' or '-'))
                return 0;
        }

        return 0;
    }

    /// <summary>Length of what may be meant as a tag, for it begins with a letter, though numbers or signs are in it; or 0.</summary>
    public static int LooseTagLength(string text, int at)
    {
        if (text[at] != '[')
            return 0;
        int close = text.AsSpan(at, Math.Min(MaxTagLength, text.Length - at)).IndexOf(']');
        return close > 1 && char.IsLetter(text[at + 1]) ? close + 1 : 0;
    }

    /// <summary>Whether the character here belongs to the one before it, so that the text is not cut between them.</summary>
    public static bool IsExtending(string text, int at)
    {
        if (char.IsLowSurrogate(text[at]))
            return at > 0 && char.IsHighSurrogate(text[at - 1]);
        if (text[at] is '\u200C' or '\u200D')
            return true;
        UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, at);
        return category is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            || (text[at] == '\uD83C' && at + 1 < text.Length && text[at + 1] is >= '\uDFFB' and <= '\uDFFF'); // tones of skin
    }

    /// <summary>Whether nothing but further stops, closing quotes, brackets and white space follows from here.</summary>
    public static bool IsEndOfSentence(string text, int at)
    {
        while (at < text.Length && ".!?\"')]\u2026\u201D\u2019\u201C\u00BB\u00AB".Contains(text[at], StringComparison.Ordinal))
            at++;
        return SkipWhiteSpace(text, at) == text.Length;
    }

    /// <summary>The first character from here that is not white space, or the text's end.</summary>
    public static int SkipWhiteSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }

    /// <summary>A Chinese character, or half of one beyond the first plane.</summary>
    public static bool IsHan(char c) => c is (>= '\u3400' and <= '\u9FFF') or (>= '\uF900' and <= '\uFAFF') or (>= '\uD840' and <= '\uD88F') or '\u3005';

    /// <summary>A Japanese syllable of the cursive set.</summary>
    public static bool IsHiragana(char c) => c is >= '\u3041' and <= '\u309F';

    /// <summary>A Japanese syllable of the angular set, with the mark of a long vowel.</summary>
    public static bool IsKatakana(char c) => c is (>= '\u30A1' and <= '\u30FA') or '\u30FC' or (>= '\uFF66' and <= '\uFF9F');

    /// <summary>A Korean syllable.</summary>
    public static bool IsHangul(char c) => c is >= '\uAC00' and <= '\uD7A3';

    /// <summary>Of a script that is written without spaces: Chinese or Japanese, with its punctuation.</summary>
    public static bool IsUnspaced(char c) => IsHan(c) || c is (>= '\u3000' and <= '\u30FF') or (>= '\uFF01' and <= '\uFF60') || IsKatakana(c);
}
