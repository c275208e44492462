using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// Writes whole numbers, percent signs and ampersands out in the words of a language, in one pass. What may be read otherwise stays
/// as it is: ordinals, decimals, times, dates, codes, and numbers of more than nine digits or with a zero before them.
/// </summary>
internal static class PlainExpander
{
    private const int MaxDigits = 9;

    /// <summary>The sentence as it is spoken.</summary>
    public static string Expand(string text, NumberLanguage language)
    {
        var output = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            int end = Plain(text, at, language, out bool number);
            if (number && Value(text, at, end, language) is NumberText value)
                output.Append(language.Words(value));
            else if (text[at] == '&' && IsSpace(text, at - 1) && IsSpace(text, at + 1))
                output.Append(language.And);
            else
                output.Append(text.AsSpan(at, end - at));
            at = end;
            if (!number)
                continue;
            int percent = IsSpace(text, at) ? at + 1 : at;
            if (percent < text.Length && text[percent] == '%' && (percent + 1 == text.Length || !char.IsLetterOrDigit(text[percent + 1])))
            {
                output.Append(' ').Append(language.Percent);
                at = percent + 1;
            }
        }

        return output.ToString();
    }

    /// <summary>Behind a tag, a word, a number with all marks between its digits, or one character.</summary>
    private static int Plain(string text, int at, NumberLanguage language, out bool number)
    {
        number = false;
        int tag = TextElements.LooseTagLength(text, at);
        if (tag > 0)
            return at + tag;
        if (!char.IsLetterOrDigit(text[at]))
            return at + 1;
        int end = at;
        number = true;
        for (; end < text.Length && (char.IsLetterOrDigit(text[end]) || IsInside(text, end, language)); end++)
            number &= !char.IsLetter(text[end]) && text[end] is not ('/' or ':' or '-' or '_' or '@');
        return end;
    }

    /// <summary>A mark with a letter or digit on both sides; a space divides groups of digits only, where the language writes them so.</summary>
    private static bool IsInside(string text, int at, NumberLanguage language) =>
        at > 0 && at + 1 < text.Length && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1])
        && (text[at] is '.' or ',' or '/' or ':' or '-' or '_' or '@'
            || (char.IsWhiteSpace(text[at]) && language.Separators.Contains(text[at], StringComparison.Ordinal) && char.IsAsciiDigit(text[at - 1]) && char.IsAsciiDigit(text[at + 1])));

    private static NumberText? Value(string text, int at, int end, NumberLanguage language)
    {
        if (!char.IsAsciiDigit(text[at]) || (at > 0 && text[at - 1] is '-' or '\u2212' or '+' or '.' or ',' or '#' or '$' or '\u20AC' or '\u00A3' or '/'))
            return null;
        NumberText number = NumberText.Read(text, at, language.Separators, '\0');
        bool usable = number.End == end && number.Digits.Length <= MaxDigits && !number.HasLeadingZero && !IsOrdinal(text, end);
        return usable ? number : null;
    }

    /// <summary>
    /// Whether a mark behind the number makes it an ordinal or the number of a list: a full stop inside the sentence, or a sign such as
    /// that of a degree or an ordinal.
    /// </summary>
    private static bool IsOrdinal(string text, int end)
    {
        if (end == text.Length)
            return false;
        if (text[end] is '\u00BA' or '\u00AA' or '\u00B0' or '\u20AC' or '$' or '\u00A3' or '+' or '/' or '\'' or '\u2019' or '-' or '\u2013')
            return true;
        return text[end] == '.' && !TextElements.IsEndOfSentence(text, end + 1);
    }

    private static bool IsSpace(string text, int at) => at >= 0 && at < text.Length && text[at] is ' ' or '\u00A0' or '\u202F';
}
