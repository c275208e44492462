namespace Chatterbox.Text;

/// <summary>
/// The clean-up of text before it is tokenized: <c>punc_norm</c> in tts.py, mtl_tts.py and tts_turbo.py of the reference,
/// with the quirks of each (see docs/porting-notes.md).
/// </summary>
public static class PunctuationNormalizer
{
    /// <summary>What is spoken instead of an empty text.</summary>
    public const string EmptyText = "You need to add some text for me to talk.";

    private static readonly (string Old, string New)[] Replacements =
    [
        ("...", ", "),
        ("\u2026", ", "), // ellipsis
        (":", ","),
        (" - ", ", "),
        (";", ", "),
        ("\u2014", "-"), // em dash
        ("\u2013", "-"), // en dash
        (" ,", ","),
        ("\u201c", "\""), // curly quotes
        ("\u201d", "\""),
        ("\u2018", "'"),
        ("\u2019", "'"),
    ];

    private static readonly (string Old, string New)[] TurboReplacements =
        [.. Replacements.Where(r => r.Old is not ("..." or " - " or ";"))];

    private static readonly char[] SentenceEnds = ['.', '!', '?', '-', ','];

    // Ideographic comma and full stop; fullwidth comma, question and exclamation mark.
    private static readonly char[] MultilingualSentenceEnds = [.. SentenceEnds, '\u3001', '\uff0c', '\u3002', '\uff1f', '\uff01'];

    /// <summary>
    /// The text with its first letter capitalised, white space collapsed, uncommon punctuation replaced and a full stop added
    /// if it ends without one of the marks that end a sentence.
    /// </summary>
    public static string Normalize(ModelFamily family, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length == 0)
            return EmptyText;

        text = PythonText.CollapseWhiteSpace(PythonText.CapitaliseFirst(text));
        foreach ((string old, string replacement) in family is ModelFamily.Turbo or ModelFamily.Nano ? TurboReplacements : Replacements)
            text = text.Replace(old, replacement, StringComparison.Ordinal);

        text = text.TrimEnd(' ');
        char[] ends = family == ModelFamily.Multilingual ? MultilingualSentenceEnds : SentenceEnds;
        return text.Length > 0 && ends.Contains(text[^1]) ? text : text + ".";
    }
}
