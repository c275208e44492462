using System.Collections.Frozen;
using System.Reflection;

namespace Chatterbox.Text;

/// <summary>The abbreviations of a language that end with a full stop (abbreviations.txt), in lower case and without that stop.</summary>
internal sealed class Abbreviations
{
    private const string ResourceName = "Chatterbox.Text.Splitting.abbreviations.txt";

    /// <summary>The section of what counts in every language.</summary>
    private const string General = "*";

    private static readonly Lazy<FrozenDictionary<string, Abbreviations>> Tables = new(Load);

    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _leading, _trailing, _numeric, _starters;

    private Abbreviations(ILookup<string, string> words)
    {
        _leading = Lookup(words["leading"]);
        _trailing = Lookup(words["trailing"]);
        _numeric = Lookup(words["numeric"]);
        _starters = Lookup(words["starters"]);
        StopOrdinals = words.Contains("ordinals");
    }

    /// <summary>Whether the language writes ordinal numbers with a full stop, as the German "3. Mai".</summary>
    public bool StopOrdinals { get; }

    /// <summary>The table of a language, or the general one.</summary>
    public static Abbreviations For(string language) => Tables.Value.GetValueOrDefault(language) ?? Tables.Value[General];

    /// <summary>One that a name or further word follows, so that no sentence ends with it: "Dr".</summary>
    public bool IsLeading(ReadOnlySpan<char> word) => _leading.Contains(word);

    /// <summary>One that may end a sentence: "etc".</summary>
    public bool IsTrailing(ReadOnlySpan<char> word) => _trailing.Contains(word);

    /// <summary>One that counts as an abbreviation before a number only: "no".</summary>
    public bool IsNumeric(ReadOnlySpan<char> word) => _numeric.Contains(word);

    /// <summary>Whether a word with a capital begins a sentence rather than a name.</summary>
    public bool IsStarter(ReadOnlySpan<char> word) => _starters.Contains(word);

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(IEnumerable<string> words) =>
        words.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    private static FrozenDictionary<string, Abbreviations> Load()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing; this is a bug.");
        using var reader = new StreamReader(stream);
        List<(string Language, string Kind, string Word)> rows = [];
        string language = General;
        while (reader.ReadLine() is string line)
        {
            if (line.StartsWith('['))
                language = line.Trim('[', ']');
            else if (!line.StartsWith('#') && line.Split(' ') is [string kind, .. string[] words])
                rows.AddRange(words.DefaultIfEmpty("").Select(word => (language, kind, word)));
        }

        return rows.Select(row => row.Language).Distinct().ToFrozenDictionary(
            code => code,
            code => new Abbreviations(rows.Where(row => row.Language == code || row.Language == General).ToLookup(row => row.Kind, row => row.Word)),
            StringComparer.Ordinal);
    }
}
