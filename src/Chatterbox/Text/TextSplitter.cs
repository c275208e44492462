using System.Globalization;

namespace Chatterbox.Text;

/// <summary>
/// Cuts a text into pieces that a model speaks in one go: at the ends of sentences, else at clauses, else between words, else anywhere
/// but inside a character or a tag such as [clear throat]. Short sentences share a piece. Nothing but white space at the cuts is lost.
/// </summary>
public static class TextSplitter
{
    private const string ClauseEnds = ",;:\u2014\u3001\uFF0C\uFF1B\uFF1A\u060C\n";
    private const int MaxTagLength = 32;
    private const int SmallShare = 4;

    /// <summary>
    /// The pieces in order, none empty and none longer than <paramref name="maxCharacters"/>, unless the text is white space alone:
    /// then one empty piece.
    /// </summary>
    public static IReadOnlyList<string> Split(string text, int maxCharacters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxCharacters, 2);
        text = text.ReplaceLineEndings("\n").TrimEnd();
        List<string> pieces = [];
        int start = SkipWhiteSpace(text, 0);
        while (start < text.Length)
        {
            int end = EndOfPiece(text, start, maxCharacters);
            pieces.Add(text[start..end].TrimEnd());
            start = SkipWhiteSpace(text, end);
        }

        return pieces.Count > 0 ? pieces : [""];
    }

    /// <summary>
    /// Where the piece that begins at <paramref name="start"/> ends: at the last and best cut within reach. A cut that would leave a
    /// small piece gives way to a lesser one, unless what it divides from is a sentence that fits into the next piece.
    /// </summary>
    private static int EndOfPiece(string text, int start, int maxCharacters)
    {
        if (text.Length - start <= maxCharacters)
            return text.Length;
        int limit = start + maxCharacters, smallest = start + maxCharacters / SmallShare;
        (int sentence, int clause, int word, int character) = LastCuts(text, start, limit);
        if (sentence > smallest || (sentence > start && NextSentenceFits(text, sentence, maxCharacters)))
            return sentence;
        foreach (int cut in (ReadOnlySpan<int>)[clause, word])
            if (cut > smallest)
                return cut;
        int any = Math.Max(sentence, Math.Max(clause, word));
        return any > start ? any : character;
    }

    private static bool NextSentenceFits(string text, int cut, int maxCharacters)
    {
        int start = SkipWhiteSpace(text, cut);
        return text.Length - start <= maxCharacters || LastCuts(text, start, start + maxCharacters).Sentence > start;
    }

    /// <summary>The last place of each kind in (start, limit] where the text may be cut; start where there is none.</summary>
    private static (int Sentence, int Clause, int Word, int Character) LastCuts(string text, int start, int limit)
    {
        int sentence = start, clause = start, word = start, character = start;
        for (int i = start; i < text.Length;)
        {
            int next = i + ElementLength(text, i);
            if (next > limit)
                break;
            character = next;
            if (char.IsWhiteSpace(text[i]))
                word = next;
            if (SentenceEnd.TryFind(text, i, out int end))
                sentence = end <= limit ? end : sentence;
            else if (IsClauseEnd(text, i, next))
                clause = next;
            i = next;
        }

        return (sentence, clause, word, character > start ? character : InsideElement(text, limit));
    }

    private static bool IsClauseEnd(string text, int at, int next) =>
        ClauseEnds.Contains(text[at], StringComparison.Ordinal)
        && (next == text.Length || char.IsWhiteSpace(text[next]) || text[at] is '\n' or >= '\u2014');

    /// <summary>Length of what must not be cut: a tag, or a character with its marks.</summary>
    private static int ElementLength(string text, int at)
    {
        if (text[at] == '[')
            for (int end = at + 1; end < text.Length && end < at + MaxTagLength; end++)
            {
                if (text[end] == ']')
                    return end + 1 - at;
                if (!char.IsAsciiLetter(text[end]) && text[end] is not (' ' or '_' or '-'))
                    break;
            }

        return StringInfo.GetNextTextElementLength(text.AsSpan(at));
    }

    /// <summary>A cut at the limit itself, for a tag or character that is longer than a piece may be.</summary>
    private static int InsideElement(string text, int limit) =>
        limit < text.Length && char.IsLowSurrogate(text[limit]) && char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;

    private static int SkipWhiteSpace(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at;
    }
}
