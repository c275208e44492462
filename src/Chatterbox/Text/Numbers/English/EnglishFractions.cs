using System.Globalization;
using System.Text.RegularExpressions;

namespace Chatterbox.Text;

/// <summary>Fractions (1/2, 3/4), with a whole number before them (1 1/2), and those that are one character.</summary>
internal static partial class EnglishFractions
{
    private const int LargestNamed = 20;
    private const string Vulgar = "\u00BD\u2153\u2154\u00BC\u00BE\u2155\u2156\u2157\u2158\u2159\u215A\u215B\u215C\u215D\u215E";

    private static readonly (int Top, int Bottom)[] VulgarValues =
        [(1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5), (2, 5), (3, 5), (4, 5), (1, 6), (5, 6), (1, 8), (3, 8), (5, 8), (7, 8)];

    /// <summary>A fraction that begins here with a digit or is the character here.</summary>
    public static Spoken? Read(string text, int at)
    {
        int vulgar = Vulgar.IndexOf(text[at], StringComparison.Ordinal);
        if (vulgar >= 0)
            return new Spoken(Words(VulgarValues[vulgar].Top, VulgarValues[vulgar].Bottom, false), at + 1);
        if (WithVulgar().Match(text, at) is { Success: true } mixed)
        {
            (int top, int bottom) = VulgarValues[Vulgar.IndexOf(mixed.Groups[2].Value, StringComparison.Ordinal)];
            return new Spoken($"{EnglishNumbers.Cardinal(Number(mixed, 1))} and {Words(top, bottom, true)}", mixed.Index + mixed.Length);
        }

        Match match = Slashed().Match(text, at);
        if (!match.Success || Number(match, 3) == 0)
            return null;
        bool whole = match.Groups[1].Success;
        (int above, int below) = (Number(match, 2), Number(match, 3));
        if (whole && above >= below)
            return null;
        string words = (above, below) == (24, 7) ? "twenty-four seven" : Words(above, below, whole);
        return new Spoken(whole ? $"{EnglishNumbers.Cardinal(Number(match, 1))} and {words}" : words, match.Index + match.Length);
    }

    private static string Words(int top, int bottom, bool behindWhole)
    {
        if (top < 1 || top >= bottom || (bottom > LargestNamed && bottom != 100))
            return $"{EnglishNumbers.Cardinal(top)} over {EnglishNumbers.Cardinal(bottom)}";
        string one = bottom switch { 2 => "half", 4 => "quarter", 100 => "hundredth", _ => EnglishNumbers.Ordinal(bottom) };
        return top > 1 ? $"{EnglishNumbers.Cardinal(top)} {one}s" : behindWhole ? $"{(bottom is 8 or 11 or 18 ? "an" : "a")} {one}" : $"one {one}";
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\G(?:([0-9]{1,3}) )?([0-9]{1,3})[/\u2044]([0-9]{1,3})(?![0-9A-Za-z/]|[.,][0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Slashed();

    [GeneratedRegex(@"\G([0-9]{1,6}) ?([" + Vulgar + "])", RegexOptions.CultureInvariant)]
    private static partial Regex WithVulgar();
}
