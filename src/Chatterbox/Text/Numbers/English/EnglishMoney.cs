using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace Chatterbox.Text;

/// <summary>Amounts of money: $5.50, £3m, €1,200, 20 €.</summary>
internal static partial class EnglishMoney
{
    private const int CentDigits = 2;

    private static readonly FrozenDictionary<char, (string One, string Many, string MinorOne, string MinorMany)> Currencies =
        new Dictionary<char, (string, string, string, string)>
        {
            ['$'] = ("dollar", "dollars", "cent", "cents"),
            ['\u00A3'] = ("pound", "pounds", "penny", "pence"),
            ['\u20AC'] = ("euro", "euros", "cent", "cents"),
            ['\u00A5'] = ("yen", "yen", "sen", "sen"),
            ['\u20B9'] = ("rupee", "rupees", "paisa", "paise"),
            ['\u20A9'] = ("won", "won", "jeon", "jeon"),
            ['\u20BD'] = ("ruble", "rubles", "kopek", "kopeks"),
            ['\u20BA'] = ("lira", "lira", "kurus", "kurus"),
        }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Magnitudes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["k"] = "thousand", ["m"] = "million", ["mn"] = "million", ["b"] = "billion", ["bn"] = "billion", ["t"] = "trillion", ["tn"] = "trillion",
        ["thousand"] = "thousand", ["million"] = "million", ["billion"] = "billion", ["trillion"] = "trillion",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether the character is the sign of a currency.</summary>
    public static bool IsSign(char c) => Currencies.ContainsKey(c);

    /// <summary>An amount whose sign is at <paramref name="at"/>; a range such as $5-10 is one amount.</summary>
    public static Spoken? Read(string text, int at)
    {
        if (at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1]))
            return null;
        NumberText number = NumberText.Read(text, at + 1, ",", '.');
        if (IsVersion(text, number.End))
            return null;
        string? magnitude = null;
        int end = number.End;
        if (Magnitude().Match(text, end) is { Success: true } found)
            (magnitude, end) = (Magnitudes[found.Groups["m"].Value], found.Index + found.Length);
        else if (Range(text, at, number) is Spoken range)
            return range;
        return new Spoken(Amount(number, magnitude, text[at]), end);
    }

    /// <summary>The sign that follows a number, and the white space before the sign: 20 €. Behind the sign nothing of a number or word follows.</summary>
    public static Spoken? ReadBehind(string text, NumberText number)
    {
        int at = number.End < text.Length && text[number.End] is ' ' or '\u00A0' or '\u202F' ? number.End + 1 : number.End;
        bool sign = at < text.Length && IsSign(text[at]) && (at + 1 == text.Length || !char.IsLetterOrDigit(text[at + 1]));
        return sign ? new Spoken(Amount(number, null, text[at]), at + 1) : null;
    }

    private static Spoken? Range(string text, int at, NumberText number)
    {
        int next = number.End + 1;
        if (number.Fraction is not null || next >= text.Length || text[number.End] is not ('-' or '\u2013'))
            return null;
        next += text[next] == text[at] ? 1 : 0;
        if (next >= text.Length || !char.IsAsciiDigit(text[next]))
            return null;
        NumberText last = NumberText.Read(text, next, ",", '.');
        if (last.Fraction is not null)
            return null;
        Match magnitude = Magnitude().Match(text, last.End);
        return new Spoken(
            $"{EnglishNumbers.Cardinal(number)} to {Amount(last, magnitude.Success ? Magnitudes[magnitude.Groups["m"].Value] : null, text[at])}",
            magnitude.Success ? magnitude.Index + magnitude.Length : last.End);
    }

    private static string Amount(NumberText number, string? magnitude, char sign)
    {
        (string one, string many, string minorOne, string minorMany) = Currencies[sign];
        if (magnitude is not null)
            return $"{EnglishNumbers.Cardinal(number)} {magnitude} {many}";
        if (number.Fraction is not { Length: CentDigits } minor)
            return $"{EnglishNumbers.Cardinal(number)} {(number.IsOne ? one : many)}";
        string whole = $"{EnglishNumbers.Cardinal(number.Digits)} {(number.Digits == "1" ? one : many)}";
        if (minor == "00")
            return whole;
        string rest = $"{EnglishNumbers.Cardinal(minor)} {(minor == "01" ? minorOne : minorMany)}";
        return number.Digits.All(digit => digit == '0') ? rest : $"{whole} and {rest}";
    }

    private static bool IsVersion(string text, int end) => end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]);

    // A letter alone counts without white space only.
    [GeneratedRegex(@"\G(?:[ \u00A0]?(?<m>thousand|million|billion|trillion)|(?<m>k|mn|m|bn|b|tn|t))(?![A-Za-z0-9])",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Magnitude();
}
