using System.Collections.Frozen;

namespace Chatterbox.Text;

/// <summary>Common abbreviations with a full stop: Dr., St., etc., No. 5.</summary>
internal static class EnglishAbbreviations
{
    private const int Longest = 7;

    /// <summary>Before a name, which has a capital.</summary>
    private static readonly FrozenDictionary<string, string> Titles = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Mr"] = "Mister", ["Mrs"] = "Missus", ["Ms"] = "Ms", ["Dr"] = "Doctor", ["Prof"] = "Professor", ["Rev"] = "Reverend", ["Gen"] = "General",
        ["Col"] = "Colonel", ["Maj"] = "Major", ["Capt"] = "Captain", ["Lt"] = "Lieutenant", ["Sgt"] = "Sergeant", ["Sen"] = "Senator",
        ["Rep"] = "Representative", ["Gov"] = "Governor", ["Pres"] = "President", ["Hon"] = "Honorable", ["St"] = "Saint", ["Mt"] = "Mount",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Wherever no name follows.</summary>
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Dr"] = "Drive", ["St"] = "Street", ["Ave"] = "Avenue", ["Blvd"] = "Boulevard", ["Rd"] = "Road", ["Jr"] = "Junior", ["Sr"] = "Senior",
        ["Inc"] = "Incorporated", ["Ltd"] = "Limited", ["Corp"] = "Corporation", ["Co"] = "Company", ["Bros"] = "Brothers", ["Dept"] = "Department",
        ["dept"] = "department", ["vs"] = "versus", ["etc"] = "et cetera", ["approx"] = "approximately", ["est"] = "established",
        ["e.g"] = "for example", ["i.e"] = "that is",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Before a number.</summary>
    private static readonly FrozenDictionary<string, string> Numbered = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["No"] = "number", ["Nos"] = "numbers", ["Nr"] = "number", ["Fig"] = "figure", ["Figs"] = "figures", ["Vol"] = "volume", ["Vols"] = "volumes",
        ["Ch"] = "chapter", ["Sec"] = "section", ["p"] = "page", ["pp"] = "pages", ["Eq"] = "equation",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The abbreviation that begins with the letter here. Its stop stays where it also ends the sentence.</summary>
    public static Spoken? Read(string text, int at)
    {
        int stop = at;
        while (stop < text.Length && stop - at <= Longest && (char.IsAsciiLetter(text[stop]) || IsInnerStop(text, stop)))
            stop++;
        if (stop - at > Longest || stop >= text.Length || text[stop] != '.')
            return null;
        string word = text[at..stop];
        int next = stop + 1;
        while (next < text.Length && next < stop + 3 && text[next] is ' ' or '\u00A0')
            next++;
        bool spaced = next > stop + 1 && next < text.Length;
        string? words = spaced && char.IsAsciiDigit(text[next]) && Numbered.TryGetValue(word, out string? numbered) ? MatchCase(word, numbered)
            : spaced && char.IsUpper(text[next]) && Titles.TryGetValue(word, out string? title) ? title
            : Words.GetValueOrDefault(word);
        if (words is null)
            return null;
        return new Spoken(words, TextElements.IsEndOfSentence(text, stop + 1) ? stop : stop + 1);
    }

    private static string MatchCase(string word, string words) => char.IsUpper(word[0]) ? char.ToUpperInvariant(words[0]) + words[1..] : words;

    private static bool IsInnerStop(string text, int at) => text[at] == '.' && at + 1 < text.Length && char.IsAsciiLetter(text[at + 1]);
}
