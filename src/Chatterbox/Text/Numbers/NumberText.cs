using System.Globalization;

namespace Chatterbox.Text;

/// <summary>A number as it stands in a text: digits, perhaps in groups, perhaps with a fraction.</summary>
/// <param name="Digits">The whole part without separators.</param>
/// <param name="Fraction">The digits behind the point, or null.</param>
/// <param name="Grouped">Whether separators stand between groups of three.</param>
/// <param name="End">Behind the number.</param>
internal readonly record struct NumberText(string Digits, string? Fraction, bool Grouped, int End)
{
    /// <summary>The most digits that are read as a number; more are read one by one.</summary>
    public const int MaxDigits = 36;

    private const int GroupLength = 3;

    /// <summary>Reads the number whose first digit is at <paramref name="at"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The first digit.</param>
    /// <param name="separators">Characters that may divide groups of three; all of a number are the same.</param>
    /// <param name="point">What the fraction stands behind.</param>
    public static NumberText Read(string text, int at, string separators, char point)
    {
        int end = SkipDigits(text, at);
        string digits = text[at..end];
        bool grouped = false;
        if (digits.Length <= GroupLength && end < text.Length && separators.Contains(text[end], StringComparison.Ordinal))
        {
            char separator = text[end];
            int groups = end;
            while (groups < text.Length && text[groups] == separator && SkipDigits(text, groups + 1) == groups + 1 + GroupLength)
                groups += 1 + GroupLength;
            grouped = groups > end;
            if (grouped)
                (digits, end) = (text[at..groups].Replace(separator.ToString(), "", StringComparison.Ordinal), groups);
        }

        int last = end < text.Length && text[end] == point ? SkipDigits(text, end + 1) : 0;
        return last > end + 1
            ? new NumberText(digits, text[(end + 1)..last], grouped, last)
            : new NumberText(digits, null, grouped, end);
    }

    /// <summary>Behind the digits that begin here.</summary>
    public static int SkipDigits(string text, int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at;
    }

    /// <summary>The whole part, for a number of at most nine digits.</summary>
    public int ToInt32() => int.Parse(Digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Whether this is exactly one.</summary>
    public bool IsOne => Digits == "1" && Fraction is null;

    /// <summary>Whether the number begins with a zero that is not its only digit, as codes do.</summary>
    public bool HasLeadingZero => Digits.Length > 1 && Digits[0] == '0';
}
