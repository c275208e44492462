using System.Text.RegularExpressions;

namespace Chatterbox.Text;

/// <summary>Groups of digits that look like the number of a telephone or a code: read digit by digit, with a comma between groups.</summary>
internal static partial class EnglishPhones
{
    /// <summary>A number that begins here with a digit, a plus or a bracket.</summary>
    public static Spoken? Read(string text, int at)
    {
        Match match = Phone().Match(text, at);
        if (!match.Success)
            return null;
        IEnumerable<string> groups = match.Value.Split([' ', '-', '.', '(', ')', '\u00A0', '+'], StringSplitOptions.RemoveEmptyEntries);
        string words = string.Join(", ", groups.Select(EnglishNumbers.EachDigit));
        return new Spoken(text[at] == '+' ? $"plus {words}" : words, match.Index + match.Length);
    }

    // With a country's code; with the area in brackets; American with and without area; and other groups with hyphens, three or more.
    [GeneratedRegex(
        @"\G(?:\+[0-9]{1,3}(?:[ \u00A0.-]?\([0-9]{1,4}\))?(?:[ \u00A0.-]?[0-9]{2,5}){2,5}|\([0-9]{3}\)[ -]?[0-9]{3}[ -][0-9]{4}"
        + @"|(?:1[ -])?[0-9]{3}([ .-])[0-9]{3}\1[0-9]{4}|[0-9]{3}-[0-9]{4}|[0-9]{1,6}(?:-[0-9]{1,6}){2,5})(?![0-9A-Za-z]|[-.,/:][0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Phone();
}
