using System.Collections.Frozen;

namespace Chatterbox.Text;

/// <summary>Units behind a number: 5 km, 20 °C, 60 mph, 16GB. Their case counts.</summary>
internal static class EnglishUnits
{
    private const int Longest = 5;

    private static readonly FrozenDictionary<string, (string One, string Many)> Units = new Dictionary<string, (string, string)>(StringComparer.Ordinal)
    {
        ["%"] = ("percent", "percent"),
        ["\u2030"] = ("per mille", "per mille"),
        ["\u00B0"] = ("degree", "degrees"),
        ["\u00B0C"] = ("degree Celsius", "degrees Celsius"),
        ["\u00B0F"] = ("degree Fahrenheit", "degrees Fahrenheit"),
        ["\u00A2"] = ("cent", "cents"),
        ["km"] = Regular("kilometer"), ["m"] = Regular("meter"), ["cm"] = Regular("centimeter"), ["mm"] = Regular("millimeter"),
        ["\u00B5m"] = Regular("micrometer"), ["\u03BCm"] = Regular("micrometer"), ["nm"] = Regular("nanometer"),
        ["mi"] = Regular("mile"), ["ft"] = ("foot", "feet"), ["yd"] = Regular("yard"),
        ["km\u00B2"] = Regular("square kilometer"), ["m\u00B2"] = Regular("square meter"), ["cm\u00B2"] = Regular("square centimeter"),
        ["m\u00B3"] = Regular("cubic meter"), ["cm\u00B3"] = Regular("cubic centimeter"),
        ["kg"] = Regular("kilogram"), ["g"] = Regular("gram"), ["mg"] = Regular("milligram"), ["lb"] = Regular("pound"), ["lbs"] = Regular("pound"),
        ["oz"] = Regular("ounce"),
        ["l"] = Regular("liter"), ["L"] = Regular("liter"), ["ml"] = Regular("milliliter"), ["mL"] = Regular("milliliter"), ["cl"] = Regular("centiliter"),
        ["km/h"] = ("kilometer per hour", "kilometers per hour"), ["kph"] = ("kilometer per hour", "kilometers per hour"),
        ["kmh"] = ("kilometer per hour", "kilometers per hour"), ["mph"] = ("mile per hour", "miles per hour"),
        ["m/s"] = ("meter per second", "meters per second"),
        ["h"] = Regular("hour"), ["hr"] = Regular("hour"), ["hrs"] = Regular("hour"), ["min"] = Regular("minute"), ["mins"] = Regular("minute"),
        ["sec"] = Regular("second"), ["secs"] = Regular("second"), ["ms"] = Regular("millisecond"),
        ["Hz"] = ("hertz", "hertz"), ["kHz"] = ("kilohertz", "kilohertz"), ["MHz"] = ("megahertz", "megahertz"), ["GHz"] = ("gigahertz", "gigahertz"),
        ["W"] = Regular("watt"), ["kW"] = Regular("kilowatt"), ["MW"] = Regular("megawatt"), ["GW"] = Regular("gigawatt"), ["kWh"] = Regular("kilowatt hour"),
        ["V"] = Regular("volt"), ["kV"] = Regular("kilovolt"), ["mA"] = Regular("milliamp"), ["dB"] = Regular("decibel"),
        ["kB"] = Regular("kilobyte"), ["KB"] = Regular("kilobyte"), ["MB"] = Regular("megabyte"), ["GB"] = Regular("gigabyte"), ["TB"] = Regular("terabyte"),
        ["Mbps"] = ("megabit per second", "megabits per second"), ["Gbps"] = ("gigabit per second", "gigabits per second"),
        ["px"] = Regular("pixel"), ["cal"] = Regular("calorie"), ["kcal"] = Regular("kilocalorie"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The unit that stands behind a number which ends at <paramref name="at"/>, with the white space before it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">Behind the number.</param>
    /// <param name="one">Whether the number is exactly one.</param>
    public static Spoken? Read(string text, int at, bool one)
    {
        if (at < text.Length && text[at] is ' ' or '\u00A0' or '\u202F')
            at++;
        for (int length = Math.Min(Longest, text.Length - at); length > 0; length--)
            if (Units.TryGetValue(text.Substring(at, length), out (string One, string Many) unit) && IsEnd(text, at + length))
                return new Spoken(one ? unit.One : unit.Many, at + length);
        return null;
    }

    private static bool IsEnd(string text, int at) => at == text.Length || !(char.IsLetterOrDigit(text[at]) || text[at] is '\'' or '\u2019' or '/' or '\u00B2' or '\u00B3');

    private static (string One, string Many) Regular(string name) => (name, name + "s");
}
