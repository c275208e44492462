using System.Globalization;
using System.Reflection;

namespace Chatterbox.Text;

/// <summary>
/// The facts of the Unicode Character Database that need ICU in .NET (unicode.txt, made by
/// scripts/make_unicode_tables.py). Keys are code points.
/// </summary>
internal sealed class UnicodeTables
{
    private const string ResourceName = "Chatterbox.Text.Unicode.unicode.txt";
    private static readonly Lazy<UnicodeTables> Loaded = new(() => new UnicodeTables());

    private readonly List<CodePointRange> _combining = [];
    private readonly List<CodePointRange> _sigma = [];

    private UnicodeTables()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"The resource {ResourceName} is missing: this is a bug.");
        using StreamReader reader = new(stream);
        string section = "";
        while (reader.ReadLine() is { } line)
            if (line.StartsWith('['))
                section = line;
            else if (!line.StartsWith('#'))
                Add(section, line);
    }

    /// <summary>The tables, read at first use.</summary>
    public static UnicodeTables Instance => Loaded.Value;

    /// <summary>Lower-case characters and their full upper case.</summary>
    public Dictionary<int, string> Upper { get; } = [];

    /// <summary>Characters and their full lower case, without the rule of the final sigma.</summary>
    public Dictionary<int, string> Lower { get; } = [];

    /// <summary>Full compatibility decompositions, already in canonical order. Hangul syllables are not in it.</summary>
    public Dictionary<int, string> Decompositions { get; } = [];

    /// <summary>The canonical combining class; 0 for a character that starts a sequence.</summary>
    public int CombiningClass(int codePoint) => ValueAt(_combining, codePoint);

    /// <summary>How the rule of the final sigma sees a character.</summary>
    public SigmaContext SigmaContext(int codePoint) => (SigmaContext)ValueAt(_sigma, codePoint);

    private void Add(string section, string line)
    {
        string[] fields = line.Split(' ');
        switch (section)
        {
            case "[upper]": Upper.Add(CodePoint(fields[0]), Characters(fields)); break;
            case "[lower]": Lower.Add(CodePoint(fields[0]), Characters(fields)); break;
            case "[decompose]": Decompositions.Add(CodePoint(fields[0]), Characters(fields)); break;
            case "[combining]": _combining.Add(Range(fields)); break;
            case "[sigma]": _sigma.Add(Range(fields)); break;
            default: throw new InvalidOperationException($"{ResourceName} has the unknown section {section}: this is a bug.");
        }
    }

    private static int CodePoint(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    private static string Characters(string[] fields) => string.Concat(fields.Skip(1).Select(f => char.ConvertFromUtf32(CodePoint(f))));

    private static CodePointRange Range(string[] fields) =>
        new(CodePoint(fields[0]), CodePoint(fields[1]), int.Parse(fields[2], CultureInfo.InvariantCulture));

    private static int ValueAt(List<CodePointRange> ranges, int codePoint)
    {
        int low = 0;
        int high = ranges.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < ranges[middle].First)
                high = middle - 1;
            else if (codePoint > ranges[middle].Last)
                low = middle + 1;
            else
                return ranges[middle].Value;
        }
        return 0;
    }

    private readonly record struct CodePointRange(int First, int Last, int Value);
}
