namespace Chatterbox.Text;

/// <summary>Spanish number words.</summary>
internal static class SpanishNumbers
{
    private static readonly string[] Small =
    [
        "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce", "trece", "catorce", "quince",
        "diecis\u00E9is", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno", "veintid\u00F3s", "veintitr\u00E9s", "veinticuatro", "veinticinco",
        "veintis\u00E9is", "veintisiete", "veintiocho", "veintinueve",
    ];

    private static readonly string[] Tens = ["", "", "", "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"];

    private static readonly string[] Hundreds =
        ["", "ciento", "doscientos", "trescientos", "cuatrocientos", "quinientos", "seiscientos", "setecientos", "ochocientos", "novecientos"];

    /// <summary>A number from 0 to 999,999,999, as it is counted: "veintiuno".</summary>
    public static string Cardinal(int value)
    {
        if (value == 0)
            return Small[0];
        int millions = value / 1_000_000, thousands = value / 1000 % 1000, rest = value % 1000;
        string[] groups =
        [
            millions == 0 ? "" : millions == 1 ? "un mill\u00F3n" : $"{BeforeNoun(millions)} millones",
            thousands == 0 ? "" : thousands == 1 ? "mil" : $"{BeforeNoun(thousands)} mil",
            BelowThousand(rest),
        ];
        return string.Join(' ', groups.Where(group => group.Length > 0));
    }

    /// <summary>"uno" is cut short before "mil" and "millones".</summary>
    private static string BeforeNoun(int value)
    {
        string words = BelowThousand(value);
        return !words.EndsWith("uno", StringComparison.Ordinal) ? words
            : words.EndsWith("veintiuno", StringComparison.Ordinal) ? words[..^3] + "\u00FAn"
            : words[..^1];
    }

    private static string BelowThousand(int value)
    {
        if (value == 100)
            return "cien";
        (int hundreds, int rest) = Math.DivRem(value, 100);
        string low = rest == 0 ? "" : rest < 30 ? Small[rest] : rest % 10 == 0 ? Tens[rest / 10] : $"{Tens[rest / 10]} y {Small[rest % 10]}";
        return hundreds == 0 ? low : rest == 0 ? Hundreds[hundreds] : $"{Hundreds[hundreds]} {low}";
    }
}
