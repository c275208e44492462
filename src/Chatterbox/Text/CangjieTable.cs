using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Chatterbox.Text;

/// <summary>
/// The Cangjie codes by which the multilingual model spells Chinese characters: a JSON list of rows "glyph, tab, code"
/// (Cangjie5_TC.json; ChineseCangjieConverter in models/tokenizers/tokenizer.py of the reference).
/// </summary>
internal sealed class CangjieTable
{
    private readonly Dictionary<int, string> _codes = [];

    /// <summary>Reads the table.</summary>
    /// <exception cref="InvalidDataException">The file is broken.</exception>
    public CangjieTable(string path)
    {
        TokenizerFile file = TokenizerFile.Read(path);
        Dictionary<string, int> glyphsOfCode = new(StringComparer.Ordinal);
        Dictionary<(string Glyph, string Code), int> places = [];
        foreach (JsonElement row in file.Json(JsonValueKind.Array).EnumerateArray())
        {
            string[] fields = file.Text(row, "a row").Split('\t', 3);
            if (fields.Length < 2)
                throw file.Error($"the row \"{fields[0]}\" has no code.");
            (string glyph, string code) = (fields[0], fields[1]);
            if (code.Any(c => !char.IsAsciiLetterLower(c)))
                throw file.Error($"the code \"{code}\" of \"{glyph}\" has other characters than a to z.");
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(glyphsOfCode, code, out _);
            places.TryAdd((glyph, code), count++);

            // Later rows replace earlier ones; a row of several characters only takes a place among those of its code.
            if (Rune.DecodeFromUtf16(glyph, out Rune rune, out int length) == System.Buffers.OperationStatus.Done && length == glyph.Length)
                _codes[rune.Value] = Spelling(code, places[(glyph, code)]);
        }
    }

    /// <summary>
    /// The letters of a glyph's code, followed by its place among the glyphs of the same code if it is not the first.
    /// </summary>
    public bool TryFind(Rune glyph, out string spelling) => _codes.TryGetValue(glyph.Value, out spelling!);

    private static string Spelling(string code, int place) =>
        place == 0 ? code : code + place.ToString(CultureInfo.InvariantCulture);
}
