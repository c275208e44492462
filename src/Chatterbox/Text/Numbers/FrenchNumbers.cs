namespace Chatterbox.Text;

/// <summary>French number words, in the traditional spelling.</summary>
internal static class FrenchNumbers
{
    private static readonly string[] Small =
    [
        "z\u00E9ro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze",
        "seize", "dix-sept", "dix-huit", "dix-neuf",
    ];

    private static readonly string[] Tens = ["", "", "vingt", "trente", "quarante", "cinquante", "soixante", "soixante", "quatre-vingt", "quatre-vingt"];

    /// <summary>A number from 0 to 999,999,999.</summary>
    public static string Cardinal(int value)
    {
        if (value == 0)
            return Small[0];
        int millions = value / 1_000_000, thousands = value / 1000 % 1000, rest = value % 1000;
        string[] groups =
        [
            millions == 0 ? "" : millions == 1 ? "un million" : $"{BelowThousand(millions, true)} millions",
            thousands == 0 ? "" : thousands == 1 ? "mille" : $"{BelowThousand(thousands, false)} mille",
            rest == 0 ? "" : BelowThousand(rest, true),
        ];
        return string.Join(' ', groups.Where(group => group.Length > 0));
    }

    /// <param name="value">1 to 999.</param>
    /// <param name="plural">Whether "cents" and "quatre-vingts" take their s at the end; not before "mille".</param>
    private static string BelowThousand(int value, bool plural)
    {
        (int hundreds, int rest) = Math.DivRem(value, 100);
        string low = rest == 0 ? "" : BelowHundred(rest, plural);
        if (hundreds == 0)
            return low;
        string high = hundreds == 1 ? "cent" : $"{Small[hundreds]} cent{(plural && rest == 0 ? "s" : "")}";
        return rest == 0 ? high : $"{high} {low}";
    }

    private static string BelowHundred(int value, bool plural)
    {
        if (value < 20)
            return Small[value];
        int tens = value / 10, unit = value % 10 + (tens is 7 or 9 ? 10 : 0);
        if (unit == 0)
            return Tens[tens] + (tens == 8 && plural ? "s" : "");
        return unit is 1 or 11 && tens < 8 ? $"{Tens[tens]} et {Small[unit]}" : $"{Tens[tens]}-{Small[unit]}";
    }
}
