namespace Chatterbox.Text;

/// <summary>Dutch number words.</summary>
internal static class DutchNumbers
{
    private static readonly string[] Small =
    [
        "nul", "een", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "dertien", "veertien", "vijftien",
        "zestien", "zeventien", "achttien", "negentien",
    ];

    private static readonly string[] Tens = ["", "", "twintig", "dertig", "veertig", "vijftig", "zestig", "zeventig", "tachtig", "negentig"];

    /// <summary>A number from 0 to 999,999,999. A space stands behind "duizend" and around "miljoen".</summary>
    public static string Cardinal(int value)
    {
        if (value == 0)
            return Small[0];
        int millions = value / 1_000_000, thousands = value / 1000 % 1000, rest = value % 1000;
        string[] groups =
        [
            millions == 0 ? "" : $"{BelowThousand(millions)} miljoen",
            thousands == 0 ? "" : thousands == 1 ? "duizend" : $"{BelowThousand(thousands)}duizend",
            BelowThousand(rest),
        ];
        return string.Join(' ', groups.Where(group => group.Length > 0));
    }

    private static string BelowThousand(int value)
    {
        (int hundreds, int rest) = Math.DivRem(value, 100);
        string low = rest == 0 ? "" : rest < 20 ? Small[rest] : rest % 10 == 0 ? Tens[rest / 10] : BelowHundred(rest);
        return hundreds == 0 ? low : (hundreds == 1 ? "" : Small[hundreds]) + "honderd" + low;
    }

    /// <summary>"en" behind a word that ends in e has a diaeresis.</summary>
    private static string BelowHundred(int value) => Small[value % 10] + (value % 10 is 2 or 3 ? "\u00EBn" : "en") + Tens[value / 10];
}
