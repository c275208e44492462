namespace Chatterbox.Text;

/// <summary>Italian number words.</summary>
internal static class ItalianNumbers
{
    private static readonly string[] Small =
    [
        "zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici", "tredici", "quattordici",
        "quindici", "sedici", "diciassette", "diciotto", "diciannove",
    ];

    private static readonly string[] Tens = ["", "", "venti", "trenta", "quaranta", "cinquanta", "sessanta", "settanta", "ottanta", "novanta"];

    /// <summary>A number from 0 to 999,999,999.</summary>
    public static string Cardinal(int value)
    {
        if (value == 0)
            return Small[0];
        int millions = value / 1_000_000, rest = value % 1_000_000;
        string high = millions == 0 ? "" : millions == 1 ? "un milione" : $"{Accented(millions, BelowThousand(millions))} milioni";
        if (rest == 0)
            return high;
        (int thousands, int units) = Math.DivRem(rest, 1000);
        string low = (thousands == 0 ? "" : thousands == 1 ? "mille" : BelowThousand(thousands) + "mila") + BelowThousand(units);
        low = rest == 3 ? low : Accented(units, low);
        return high.Length > 0 ? $"{high} {low}" : low;
    }

    /// <summary>"tre" at the end of a longer word has an accent.</summary>
    private static string Accented(int value, string word) => value % 10 == 3 && value % 100 != 13 && word.Length > 3 ? word[..^1] + "\u00E9" : word;

    /// <summary>The words of 1 to 999 as one; empty for 0. A vowel is lost before "uno" and "otto", and before "ottanta".</summary>
    private static string BelowThousand(int value)
    {
        (int hundreds, int rest) = Math.DivRem(value, 100);
        string low = "";
        if (rest is > 0 and < 20)
            low = Small[rest];
        else if (rest >= 20)
            low = rest % 10 is 1 or 8 ? Tens[rest / 10][..^1] + Small[rest % 10] : Tens[rest / 10] + (rest % 10 > 0 ? Small[rest % 10] : "");
        string high = hundreds == 0 ? "" : hundreds == 1 ? "cento" : Small[hundreds] + "cento";
        return (hundreds > 0 && rest / 10 == 8 ? high[..^1] : high) + low;
    }
}
