using System.Globalization;
using System.Text;

namespace Chatterbox.Text;

/// <summary>English number words.</summary>
internal static class EnglishNumbers
{
    private static readonly string[] Small =
    [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen",
        "sixteen", "seventeen", "eighteen", "nineteen",
    ];

    private static readonly string[] Tens = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private static readonly string[] Powers =
    [
        "", " thousand", " million", " billion", " trillion", " quadrillion", " quintillion", " sextillion", " septillion", " octillion", " nonillion",
        " decillion",
    ];

    private static readonly (string Cardinal, string Ordinal)[] OrdinalEnds =
    [
        ("one", "first"), ("two", "second"), ("three", "third"), ("five", "fifth"), ("eight", "eighth"), ("nine", "ninth"), ("twelve", "twelfth"),
    ];

    /// <summary>A whole number: "one hundred twenty-three". Over 36 digits are read one by one.</summary>
    public static string Cardinal(string digits)
    {
        if (digits.Length > NumberText.MaxDigits)
            return EachDigit(digits);
        var words = new StringBuilder();
        int groups = (digits.Length + 2) / 3;
        for (int i = groups - 1, end = digits.Length - 3 * (groups - 1); i >= 0; i--, end += 3)
        {
            int value = int.Parse(digits.AsSpan(Math.Max(0, end - 3)..end), NumberStyles.None, CultureInfo.InvariantCulture);
            if (value > 0)
                words.Append(words.Length > 0 ? " " : "").Append(BelowThousand(value)).Append(Powers[i]);
        }

        return words.Length > 0 ? words.ToString() : Small[0];
    }

    /// <summary>A whole number that is not negative.</summary>
    public static string Cardinal(int value) => Cardinal(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>A number with its fraction: "three point one four". Digits with a zero before them are read one by one.</summary>
    public static string Cardinal(NumberText number)
    {
        string whole = number.HasLeadingZero && !number.Grouped ? EachDigit(number.Digits) : Cardinal(number.Digits);
        return number.Fraction is null ? whole : $"{whole} point {EachDigit(number.Fraction)}";
    }

    /// <summary>An ordinal: "twenty-second".</summary>
    public static string Ordinal(string digits)
    {
        string cardinal = Cardinal(digits);
        foreach ((string end, string ordinal) in OrdinalEnds)
            if (cardinal.EndsWith(end, StringComparison.Ordinal))
                return string.Concat(cardinal.AsSpan(0, cardinal.Length - end.Length), ordinal);
        return cardinal.EndsWith('y') ? cardinal[..^1] + "ieth" : cardinal + "th";
    }

    /// <summary>An ordinal of a number that is not negative.</summary>
    public static string Ordinal(int value) => Ordinal(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Digits one by one: "zero zero seven". Other characters are left out.</summary>
    public static string EachDigit(string digits) => string.Join(' ', digits.Where(char.IsAsciiDigit).Select(digit => Small[digit - '0']));

    /// <summary>A year of 1000 to 9999: "nineteen ninety-nine", "nineteen oh five", "two thousand five", "twenty twenty-four".</summary>
    public static string Year(int year)
    {
        (int century, int rest) = Math.DivRem(year, 100);
        if (century % 10 == 0 && rest < 10)
            return Cardinal(year);
        return $"{BelowThousand(century)} {(rest == 0 ? "hundred" : TwoDigits(rest))}";
    }

    /// <summary>Years such as the 1990s, 1900s and 90s: "nineteen nineties". Null where the number is no decade.</summary>
    public static string? Decade(string digits)
    {
        if (digits.Length is not (2 or 4) || digits[^1] != '0' || digits[0] == '0')
            return null;
        int value = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture), tens = value / 10 % 10;
        if (value is 2000)
            return "two thousands";
        string decade = tens == 0 ? "hundreds" : tens == 1 ? "tens" : Tens[tens][..^1] + "ies";
        return value < 100 ? decade : $"{BelowThousand(value / 100)} {decade}";
    }

    /// <summary>Two digits, as in the minutes of a time: "oh five", "thirty".</summary>
    public static string TwoDigits(int value) => value < 10 ? $"oh {Small[value]}" : BelowThousand(value);

    private static string BelowThousand(int value)
    {
        (int hundreds, int rest) = Math.DivRem(value, 100);
        string low = rest < 20 ? Small[rest] : rest % 10 == 0 ? Tens[rest / 10] : $"{Tens[rest / 10]}-{Small[rest % 10]}";
        return hundreds == 0 ? low : rest == 0 ? $"{Small[hundreds]} hundred" : $"{Small[hundreds]} hundred {low}";
    }
}
