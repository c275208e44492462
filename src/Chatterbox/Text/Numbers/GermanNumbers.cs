namespace Chatterbox.Text;

/// <summary>German number words.</summary>
internal static class GermanNumbers
{
    private static readonly string[] Small =
    [
        "null", "ein", "zwei", "drei", "vier", "f\u00FCnf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zw\u00F6lf", "dreizehn", "vierzehn", "f\u00FCnfzehn",
        "sechzehn", "siebzehn", "achtzehn", "neunzehn",
    ];

    private static readonly string[] Tens = ["", "", "zwanzig", "drei\u00DFig", "vierzig", "f\u00FCnfzig", "sechzig", "siebzig", "achtzig", "neunzig"];

    /// <summary>A number from 0 to 999,999,999, as it is counted: "eins".</summary>
    public static string Cardinal(int value)
    {
        int millions = value / 1_000_000, rest = value % 1_000_000;
        string low = rest == 0 && millions > 0 ? "" : BelowMillion(rest) + (rest % 100 == 1 ? "s" : "");
        if (millions == 0)
            return low;
        string high = millions == 1 ? "eine Million" : $"{BelowMillion(millions)}{(millions % 100 == 1 ? "e" : "")} Millionen";
        return rest == 0 ? high : $"{high} {low}";
    }

    /// <summary>One word; "ein" at its end has no ending.</summary>
    private static string BelowMillion(int value)
    {
        if (value == 0)
            return Small[0];
        (int thousands, int rest) = Math.DivRem(value, 1000);
        return (thousands > 0 ? BelowThousand(thousands) + "tausend" : "") + (rest > 0 ? BelowThousand(rest) : "");
    }

    private static string BelowThousand(int value)
    {
        (int hundreds, int rest) = Math.DivRem(value, 100);
        string low = rest == 0 ? "" : rest < 20 ? Small[rest] : rest % 10 == 0 ? Tens[rest / 10] : $"{Small[rest % 10]}und{Tens[rest / 10]}";
        return hundreds > 0 ? $"{Small[hundreds]}hundert{low}" : low;
    }
}
