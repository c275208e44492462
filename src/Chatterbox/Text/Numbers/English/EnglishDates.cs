using System.Globalization;
using System.Text.RegularExpressions;

namespace Chatterbox.Text;

/// <summary>Dates in digits, and days beside the name of a month. Patterns are anchored and of bounded length.</summary>
internal static partial class EnglishDates
{
    private const string MonthNames = "January|February|March|April|May|June|July|August|September|October|November|December";
    private const string ShortNames = @"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?";

    private static readonly string[] Months = MonthNames.Split('|');

    /// <summary>A date that begins with a digit: 2024-03-05, 3/25/2024, 5 March.</summary>
    public static Spoken? Read(string text, int at)
    {
        if (Iso().Match(text, at) is { Success: true } iso)
            return Written(Number(iso, 2), Number(iso, 3), iso.Groups[1].Value, iso);
        if (Slashed().Match(text, at) is { Success: true } slashed)
            return ReadSlashed(slashed);
        if (DayFirst().Match(text, at) is { Success: true } day && Number(day, 1) is >= 1 and <= 31)
        {
            string article = at >= 4 && text.AsSpan(at - 4, 4).Equals("the ", StringComparison.OrdinalIgnoreCase) ? "" : "the ";
            return new Spoken($"{article}{EnglishNumbers.Ordinal(Number(day, 1))} of {FullName(day.Groups[2].Value)}", day.Index + day.Length);
        }

        return null;
    }

    /// <summary>A month that begins here with its day or year: March 5, Mar. 5th, Sept. 2024.</summary>
    public static Spoken? ReadMonth(string text, int at)
    {
        if (MonthFirst().Match(text, at) is { Success: true } match && Number(match, 2) is >= 1 and <= 31)
            return new Spoken($"{FullName(match.Groups[1].Value)} {EnglishNumbers.Ordinal(Number(match, 2))}", match.Index + match.Length);
        return ShortMonthAndYear().Match(text, at) is { Success: true } year
            ? new Spoken($"{FullName(year.Groups[1].Value)} {EnglishNumbers.Year(Number(year, 2))}", year.Index + year.Length)
            : null;
    }

    /// <summary>The American order only where it is certain; the numbers themselves where day and month could be either.</summary>
    private static Spoken? ReadSlashed(Match match)
    {
        int first = Number(match, 1), second = Number(match, 2);
        string year = match.Groups[3].Value;
        if (first == second || second > 12)
            return Written(first, second, year, match);
        if (first > 12)
            return Written(second, first, year, match);
        return first < 1 || second < 1
            ? null
            : new Spoken($"{EnglishNumbers.Cardinal(first)} slash {EnglishNumbers.Cardinal(second)} slash {YearWords(year)}", match.Index + match.Length);
    }

    private static Spoken? Written(int month, int day, string year, Match match) => month is >= 1 and <= 12 && day is >= 1 and <= 31
        ? new Spoken($"{Months[month - 1]} {EnglishNumbers.Ordinal(day)}, {YearWords(year)}", match.Index + match.Length)
        : null;

    private static string YearWords(string year) => year.Length == 4 && year[0] != '0'
        ? EnglishNumbers.Year(int.Parse(year, NumberStyles.None, CultureInfo.InvariantCulture))
        : year.Length == 2 ? EnglishNumbers.TwoDigits(int.Parse(year, NumberStyles.None, CultureInfo.InvariantCulture)) : EnglishNumbers.EachDigit(year);

    private static string FullName(string name) => Months.First(month => month.StartsWith(name.AsSpan(0, 3), StringComparison.Ordinal));

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\G([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9A-Za-z]|-[0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"\G([0-9]{1,2})/([0-9]{1,2})/([0-9]{4}|[0-9]{2})(?![0-9A-Za-z/])", RegexOptions.CultureInvariant)]
    private static partial Regex Slashed();

    [GeneratedRegex(@"\G([0-9]{1,2})(?:st|nd|rd|th)?(?: of)? (" + MonthNames + "|" + ShortNames + @")(?![A-Za-z])", RegexOptions.CultureInvariant)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"\G(" + MonthNames + "|" + ShortNames + @") ([0-9]{1,2})(?:st|nd|rd|th)?(?![0-9A-Za-z:/%]|[.,][0-9]|[-\u2013][0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"\G(" + ShortNames + @"),? ([12][0-9]{3})(?![0-9A-Za-z:/%]|[.,][0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex ShortMonthAndYear();
}
