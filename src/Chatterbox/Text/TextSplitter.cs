using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// Cuts a text into pieces that a model speaks in one go: at the ends of sentences, over-long sentences at clauses, over-long clauses
/// between words, over-long words anywhere but inside a character. Short sentences share a piece.
/// </summary>
public static class TextSplitter
{
    private const string SentenceEnds = ".!?\u2026\u3002\uFF01\uFF1F\u0964\n";
    private const string ClauseEnds = ",;:\u2014\u3001\uFF0C\uFF1B\uFF1A\u060C";
    private const string Closing = "\"'\u201D\u2019)]\u300D\u300F";
    private const string WideEnds = "\u3002\uFF01\uFF1F\u3001\uFF0C\uFF1B\uFF1A";

    /// <summary>The pieces in order, none empty and none longer than <paramref name="maxCharacters"/>, unless the text is empty: then one empty piece.</summary>
    public static IReadOnlyList<string> Split(string text, int maxCharacters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCharacters, 2);
        List<string> pieces = [];
        var piece = new StringBuilder();
        foreach (string sentence in CutAfter(text, SentenceEnds))
            foreach (string part in Shorten(sentence, maxCharacters))
                Append(pieces, piece, part, maxCharacters);
        Flush(pieces, piece);
        return pieces.Count > 0 ? pieces : [""];
    }

    private static void Append(List<string> pieces, StringBuilder piece, string part, int maxCharacters)
    {
        if (piece.Length > 0 && piece.Length + 1 + part.Length > maxCharacters)
            Flush(pieces, piece);
        if (piece.Length > 0)
            piece.Append(' ');
        piece.Append(part);
    }

    private static void Flush(List<string> pieces, StringBuilder piece)
    {
        if (piece.Length > 0)
            pieces.Add(piece.ToString());
        piece.Clear();
    }

    private static IEnumerable<string> Shorten(string sentence, int maxCharacters)
    {
        if (sentence.Length <= maxCharacters)
            return [sentence];
        return CutAfter(sentence, ClauseEnds).SelectMany(clause => clause.Length <= maxCharacters ? [clause] : Words(clause, maxCharacters));
    }

    private static IEnumerable<string> Words(string clause, int maxCharacters) =>
        clause.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Chunks(word, maxCharacters));

    private static IEnumerable<string> Chunks(string word, int maxCharacters)
    {
        for (int start = 0; start < word.Length;)
        {
            int end = Math.Min(word.Length, start + maxCharacters);
            if (end < word.Length && char.IsHighSurrogate(word[end - 1]))
                end--;
            yield return word[start..end];
            start = end;
        }
    }

    /// <summary>Cuts behind runs of end marks, with the quotes and brackets that close there; a mark inside a word or number is none.</summary>
    private static IEnumerable<string> CutAfter(string text, string ends)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (!ends.Contains(text[i], StringComparison.Ordinal))
                continue;
            int end = i + 1;
            while (end < text.Length && (ends.Contains(text[end], StringComparison.Ordinal) || Closing.Contains(text[end], StringComparison.Ordinal)))
                end++;
            bool endsHere = end == text.Length || char.IsWhiteSpace(text[end]) || text[i] == '\n' || WideEnds.Contains(text[i], StringComparison.Ordinal);
            if (!endsHere)
                continue;
            if (Trimmed(text, start, end) is { Length: > 0 } part)
                yield return part;
            start = end;
            i = end - 1;
        }

        if (Trimmed(text, start, text.Length) is { Length: > 0 } rest)
            yield return rest;
    }

    private static string Trimmed(string text, int start, int end) => text.AsSpan(start, end - start).Trim().ToString();
}
