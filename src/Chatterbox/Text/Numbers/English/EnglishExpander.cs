using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// Writes English numbers, symbols and common abbreviations out in words, in one pass: at each place where a word may begin the
/// readers are asked in turn, and each looks at a bounded stretch, or at the number it then takes.
/// </summary>
internal static class EnglishExpander
{
    private static readonly Func<string, int, Spoken?>[] DigitReaders =
        [EnglishDates.Read, EnglishPhones.Read, EnglishTimes.Read, EnglishFractions.Read, (text, at) => EnglishQuantities.Read(text, at)];

    /// <summary>The sentence as it is spoken; the same string where there is nothing to write out.</summary>
    public static string Expand(string text)
    {
        var output = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            if (ReadAt(text, at) is not Spoken spoken)
            {
                int end = Plain(text, at);
                output.Append(text.AsSpan(at, end - at));
                at = end;
                continue;
            }

            if (output.Length > 0 && char.IsLetterOrDigit(output[^1]) && char.IsLetterOrDigit(spoken.Words[0]))
                output.Append(' ');
            output.Append(spoken.Words);
            at = spoken.End;
            if (at < text.Length && char.IsLetterOrDigit(text[at]))
                output.Append(' ');
        }

        return output.ToString();
    }

    private static Spoken? ReadAt(string text, int at)
    {
        char c = text[at], before = at > 0 ? text[at - 1] : ' ';
        if (char.IsWhiteSpace(c) || c == '[')
            return null;
        if (char.IsWhiteSpace(before) && EnglishAddresses.Read(text, at) is Spoken address)
            return address;
        if (char.IsAsciiDigit(c))
            return IsPartOfCode(text, at) ? null : ReadDigit(text, at);
        if (char.IsAsciiLetter(c))
            return EnglishDates.ReadMonth(text, at) ?? EnglishRomans.Read(text, at) ?? EnglishAbbreviations.Read(text, at);
        return EnglishMoney.IsSign(c) ? EnglishMoney.Read(text, at) : EnglishSymbols.Read(text, at) ?? Fraction(text, at);
    }

    private static Spoken? ReadDigit(string text, int at)
    {
        foreach (Func<string, int, Spoken?> read in DigitReaders)
            if (read(text, at) is Spoken spoken)
                return spoken;
        return null;
    }

    /// <summary>A fraction that is one character; those of digits begin with a digit.</summary>
    private static Spoken? Fraction(string text, int at) => char.IsNumber(text[at]) ? EnglishFractions.Read(text, at) : null;

    /// <summary>Digits behind a mark inside a word, as in v2.0 or a/5.</summary>
    private static bool IsPartOfCode(string text, int at) =>
        at > 1 && text[at - 1] is '.' or '_' or '/' or '\\' or '@' && char.IsLetterOrDigit(text[at - 2]);

    /// <summary>Behind what is copied as it is: a tag, a word with the digits in it, or one character.</summary>
    private static int Plain(string text, int at)
    {
        int tag = TextElements.LooseTagLength(text, at);
        if (tag > 0)
            return at + tag;
        int end = at + 1;
        if (char.IsLetterOrDigit(text[at]))
            while (end < text.Length && char.IsLetterOrDigit(text[end]))
                end++;
        return end;
    }
}
