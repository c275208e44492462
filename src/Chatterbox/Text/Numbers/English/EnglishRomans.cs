using System.Text.RegularExpressions;

namespace Chatterbox.Text;

/// <summary>Roman numerals where they can be nothing else: Chapter IV, World War II, Henry VIII.</summary>
internal static partial class EnglishRomans
{
    private static readonly (string Letters, int Value)[] Digits =
        [("XL", 40), ("L", 50), ("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1)];

    /// <summary>A heading or name that begins here with the numeral behind it.</summary>
    public static Spoken? Read(string text, int at)
    {
        if (Heading().Match(text, at) is { Success: true } heading && Value(heading.Groups[2].Value) is int number)
            return new Spoken($"{heading.Groups[1].Value} {EnglishNumbers.Cardinal(number)}", heading.Index + heading.Length);
        return Ruler().Match(text, at) is { Success: true } ruler && Value(ruler.Groups[2].Value) is int order
            ? new Spoken($"{ruler.Groups[1].Value} the {EnglishNumbers.Ordinal(order)}", ruler.Index + ruler.Length)
            : null;
    }

    /// <summary>The value of a numeral below 90; null where the letters make none.</summary>
    private static int? Value(string roman)
    {
        int value = 0, at = 0;
        foreach ((string letters, int worth) in Digits)
            for (int count = 0; count < (worth is 10 or 1 ? 3 : 1) && string.CompareOrdinal(roman, at, letters, 0, letters.Length) == 0; count++)
            {
                value += worth;
                at += letters.Length;
            }

        return at == roman.Length && value > 0 ? value : null;
    }

    // "Part I" may be the beginning of "Part I liked": there the single letter counts before a mark or the end only.
    [GeneratedRegex(
        @"\G(?:(Chapter|CHAPTER|Volume|Act|Scene|World War|Book|Part|Section|Article|Phase|Appendix|Episode|Season|Super Bowl) "
        + @"([IVXL]{2,8}|[VX]|I(?= ?[-.,:;!?)\u2013\u2014]| ?$)|(?<=(?:Chapter|CHAPTER|Volume|World War) )I))(?![A-Za-z0-9'\u2019])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Heading();

    [GeneratedRegex(
        @"\G((?:Queen |King |Pope )?(?:Henry|Louis|George|Edward|Charles|James|Elizabeth|William|Richard|Philip|Frederick|Pius|Benedict|Leo|John Paul|Napoleon|Nicholas)) "
        + @"([IVX]{2,6})(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Ruler();
}
