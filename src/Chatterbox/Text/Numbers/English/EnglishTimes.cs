using System.Globalization;
using System.Text.RegularExpressions;

namespace Chatterbox.Text;

/// <summary>Times of the day (3:05 pm, 14:30) and ratios (16:9).</summary>
internal static partial class EnglishTimes
{
    /// <summary>A time or ratio that begins with the digit here.</summary>
    public static Spoken? Read(string text, int at)
    {
        if (Clock().Match(text, at) is { Success: true } clock && Number(clock, 1) <= 24 && Number(clock, 2) < 60)
        {
            string suffix = clock.Groups[4].Success ? $" {clock.Groups[4].Value}" : "";
            string seconds = clock.Groups[3].Success ? $" {EnglishNumbers.TwoDigits(Number(clock, 3))}" : "";
            return new Spoken($"{Words(Number(clock, 1), Number(clock, 2), suffix.Length > 0, seconds.Length > 0)}{seconds}{suffix}", clock.Index + clock.Length);
        }

        return Ratio().Match(text, at) is { Success: true } ratio
            ? new Spoken($"{EnglishNumbers.Cardinal(Number(ratio, 1))} to {EnglishNumbers.Cardinal(Number(ratio, 2))}", ratio.Index + ratio.Length)
            : null;
    }

    private static string Words(int hour, int minute, bool suffix, bool seconds)
    {
        string hours = EnglishNumbers.Cardinal(hour);
        if (minute > 0 || seconds)
            return $"{hours} {(minute == 0 ? "hundred" : EnglishNumbers.TwoDigits(minute))}";
        return suffix ? hours : hour is >= 1 and <= 12 ? $"{hours} o'clock" : $"{hours} hundred";
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"\G([0-9]{1,2}):([0-9]{2})(?::([0-5][0-9]))?(?:\s?((?:am|pm|AM|PM|a\.m|p\.m|A\.M|P\.M)(?![A-Za-z])))?(?![0-9A-Za-z]|[:.,][0-9])",
        RegexOptions.CultureInvariant)]
    private static partial Regex Clock();

    [GeneratedRegex(@"\G([0-9]{1,3}):([0-9]{1,3})(?![0-9A-Za-z]|[:.,][0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Ratio();
}
