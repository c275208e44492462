using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>The cutting alone, as <see cref="ScriptWriter"/> does it between marks, pauses and numbers: paragraphs, sentences, pieces.</summary>
internal static class TextSplitter
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
