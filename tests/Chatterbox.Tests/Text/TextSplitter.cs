namespace Chatterbox.Text;

/// <summary>
/// Cuts a text into pieces that a model speaks in one go: at the ends of sentences, else at clauses, else between words, else anywhere
/// but inside a character or a tag such as [clear throat]. Short sentences share a piece. Nothing but white space at the cuts is lost.
/// <see cref="ScriptWriter"/> knows more: languages, lists, pauses and numbers.
/// </summary>
public static class TextSplitter
{
    /// <summary>
    /// The pieces in order, none empty and none longer than <paramref name="maxCharacters"/>, unless the text is white space alone:
    /// then one empty piece.
    /// </summary>
    public static IReadOnlyList<string> Split(string text, int maxCharacters)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCharacters, 2);
        text = Paragraphs.NormalizeLineEndings(text);
        var rules = SentenceRules.For(null);
        List<int> ends = [];
        int start = 0;
        foreach (Paragraph paragraph in Paragraphs.Split(text).Where(p => p.Text.Length > 0))
        {
            start = text.IndexOf(paragraph.Text, start, StringComparison.Ordinal);
            ends.AddRange(SentenceScanner.Ends(paragraph.Text, rules).Select(end => start + end));
            start += paragraph.Text.Length;
        }

        List<PackedPiece> pieces = PiecePacker.Pack(text, ends, maxCharacters, maxCharacters);
        return pieces.Count > 0 ? [.. pieces.Select(piece => piece.Text)] : [""];
    }
}
