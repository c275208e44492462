using System.Collections.Frozen;

namespace Chatterbox.Text;

/// <summary>How a language other than English speaks whole numbers.</summary>
/// <param name="Cardinal">Words of a number from 0 to 999,999,999.</param>
/// <param name="Percent">The word for a percent sign behind a number.</param>
/// <param name="And">The word for an ampersand between words.</param>
/// <param name="Separators">Characters between groups of three digits.</param>
/// <param name="HundredsUntil">Four digits from 1100 up to below this are read as hundreds, as years are; 0 where they are not.</param>
/// <param name="Hundred">The word between both pairs of digits then.</param>
internal sealed record NumberLanguage(
    Func<int, string> Cardinal, string Percent, string And, string Separators, int HundredsUntil = 0, string Hundred = "")
{
    private const string Spaces = "\u00A0\u202F";

    private static readonly FrozenDictionary<string, NumberLanguage> Known = new Dictionary<string, NumberLanguage>(StringComparer.OrdinalIgnoreCase)
    {
        ["es"] = new(SpanishNumbers.Cardinal, "por ciento", "y", "." + Spaces),
        ["fr"] = new(FrenchNumbers.Cardinal, "pour cent", "et", ". " + Spaces),
        ["de"] = new(GermanNumbers.Cardinal, "Prozent", "und", "." + Spaces, 2000, "hundert"),
        ["it"] = new(ItalianNumbers.Cardinal, "per cento", "e", "." + Spaces),
        ["pt"] = new(PortugueseNumbers.Cardinal, "por cento", "e", "." + Spaces),
        ["nl"] = new(DutchNumbers.Cardinal, "procent", "en", "." + Spaces, 2000, "honderd"),
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The language with this code; null where its numbers are left as they are.</summary>
    public static NumberLanguage? Find(string code) => Known.GetValueOrDefault(code);

    /// <summary>The words of a number as it stands in a text, which may be a year.</summary>
    public string Words(NumberText number)
    {
        int value = number.ToInt32();
        if (number.Grouped || value < 1100 || value >= HundredsUntil)
            return Cardinal(value);
        (int hundreds, int rest) = Math.DivRem(value, 100);
        return Cardinal(hundreds) + Hundred + (rest > 0 ? Cardinal(rest) : "");
    }
}
