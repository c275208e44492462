namespace Chatterbox.Text;

/// <summary>Numbers with what stands behind them: ordinals, decades, years, ranges, versions, percent, units and money.</summary>
internal static class EnglishQuantities
{
    private const int YearDigits = 4;

    /// <summary>The number that begins with the digit here.</summary>
    public static Spoken Read(string text, int at)
    {
        NumberText number = NumberText.Read(text, at, ",", '.');
        if (number.Fraction is not null && IsPoint(text, number.End))
            return ReadVersion(text, at);
        if (number.Fraction is null && ReadSuffixed(text, number) is Spoken suffixed)
            return suffixed;
        return EnglishMoney.ReadBehind(text, number) ?? ReadRange(text, number) ?? WithUnit(text, number, Words(number));
    }

    /// <summary>A number without its unit; four digits that may be a year are read like one.</summary>
    public static string Words(NumberText number) => IsYear(number) ? EnglishNumbers.Year(number.ToInt32()) : EnglishNumbers.Cardinal(number);

    /// <summary>Ordinals (22nd) and decades (1990s). A wrong ending such as 2th is read like a right one.</summary>
    private static Spoken? ReadSuffixed(string text, NumberText number)
    {
        int end = number.End;
        if (end + 2 <= text.Length && text.AsSpan(end, 2).ToString().ToUpperInvariant() is "ST" or "ND" or "RD" or "TH" && IsWordEnd(text, end + 2))
            return new Spoken(EnglishNumbers.Ordinal(number.Digits), end + 2);
        if (!number.Grouped && end < text.Length && text[end] == 's' && IsWordEnd(text, end + 1) && EnglishNumbers.Decade(number.Digits) is string decade)
            return new Spoken(decade, end + 1);
        return null;
    }

    /// <summary>Two numbers with a dash between them, neither of them part of more: 10-12.</summary>
    private static Spoken? ReadRange(string text, NumberText first)
    {
        int at = first.End + 1;
        if (at >= text.Length || text[first.End] is not ('-' or '\u2013') || !char.IsAsciiDigit(text[at]))
            return null;
        NumberText last = NumberText.Read(text, at, ",", '.');
        bool more = last.End < text.Length && (text[last.End] is '-' or '\u2013' or '/' or ':' || IsPoint(text, last.End));
        if (more || first.HasLeadingZero || last.HasLeadingZero)
            return null;
        return WithUnit(text, last, $"{Words(first)} to {Words(last)}", $"{EnglishNumbers.Cardinal(first)} to {EnglishNumbers.Cardinal(last)}");
    }

    /// <summary>The words with the unit behind the number, if there is one; before a unit a number is no year.</summary>
    private static Spoken WithUnit(string text, NumberText number, string words, string? cardinal = null) =>
        EnglishUnits.Read(text, number.End, number.IsOne) is Spoken unit
            ? new Spoken($"{cardinal ?? EnglishNumbers.Cardinal(number)} {unit.Words}", unit.End)
            : new Spoken(words, number.End);

    /// <summary>Numbers with several points, such as 2.10.3.</summary>
    private static Spoken ReadVersion(string text, int at)
    {
        List<string> parts = [];
        int end = at;
        for (int start = at; ; start = end + 1)
        {
            end = NumberText.SkipDigits(text, start);
            string digits = text[start..end];
            parts.Add(digits.Length > 1 && digits[0] == '0' ? EnglishNumbers.EachDigit(digits) : EnglishNumbers.Cardinal(digits));
            if (!IsPoint(text, end))
                return new Spoken(string.Join(" point ", parts), end);
        }
    }

    private static bool IsYear(NumberText number) =>
        number is { Grouped: false, Fraction: null, Digits.Length: YearDigits } && number.Digits[0] is '1' or '2' && string.CompareOrdinal(number.Digits, "2100") < 0;

    private static bool IsPoint(string text, int at) => at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]);

    private static bool IsWordEnd(string text, int at) => at == text.Length || !char.IsLetterOrDigit(text[at]);
}
