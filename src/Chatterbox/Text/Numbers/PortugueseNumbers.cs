namespace Chatterbox.Text;

/// <summary>Portuguese number words, in the Brazilian spelling of 16, 17 and 19.</summary>
internal static class PortugueseNumbers
{
    private static readonly string[] Small =
    [
        "zero", "um", "dois", "tr\u00EAs", "quatro", "cinco", "seis", "sete", "oito", "nove", "dez", "onze", "doze", "treze", "catorze", "quinze",
        "dezesseis", "dezessete", "dezoito", "dezenove",
    ];

    private static readonly string[] Tens = ["", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"];

    private static readonly string[] Hundreds =
        ["", "cento", "duzentos", "trezentos", "quatrocentos", "quinhentos", "seiscentos", "setecentos", "oitocentos", "novecentos"];

    /// <summary>A number from 0 to 999,999,999. The last group is joined with "e" if it is below 100 or whole hundreds.</summary>
    public static string Cardinal(int value)
    {
        if (value == 0)
            return Small[0];
        int millions = value / 1_000_000, thousands = value / 1000 % 1000, rest = value % 1000;
        List<(int Value, string Words)> groups =
        [
            (millions, millions == 1 ? "um milh\u00E3o" : $"{BelowThousand(millions)} milh\u00F5es"),
            (thousands, thousands == 1 ? "mil" : $"{BelowThousand(thousands)} mil"),
            (rest, BelowThousand(rest)),
        ];
        groups.RemoveAll(group => group.Value == 0);
        string words = groups[0].Words;
        for (int i = 1; i < groups.Count; i++)
        {
            bool joined = i == groups.Count - 1 && (groups[i].Value < 100 || groups[i].Value % 100 == 0);
            words += (joined ? " e " : " ") + groups[i].Words;
        }

        return words;
    }

    private static string BelowThousand(int value)
    {
        if (value == 100)
            return "cem";
        (int hundreds, int rest) = Math.DivRem(value, 100);
        string low = rest == 0 ? "" : rest < 20 ? Small[rest] : rest % 10 == 0 ? Tens[rest / 10] : $"{Tens[rest / 10]} e {Small[rest % 10]}";
        return hundreds == 0 ? low : rest == 0 ? Hundreds[hundreds] : $"{Hundreds[hundreds]} e {low}";
    }
}
