using System.Globalization;

namespace Chatterbox.Text;

/// <summary>
/// Finds the sentences of a text in one pass. A sentence ends with a mark, further marks, and the quotes and brackets that close there.
/// </summary>
internal static class SentenceScanner
{
    private const int LongestOpening = 16;

    /// <summary>Behind each sentence and the white space that follows it; the last is the text's end. None for an empty text.</summary>
    public static List<int> Ends(string text, SentenceRules rules)
    {
        List<int> ends = [];
        bool quoted = false;
        for (int at = 0; at < text.Length;)
        {
            if (!rules.IsMark(text[at]))
            {
                quoted ^= text[at++] == '"';
                continue;
            }

            MarkRun run = MarkRun.Read(text, at, rules, ref quoted);
            at = run.End;
            if (!IsEnd(text, run, rules))
                continue;
            at = TextElements.SkipWhiteSpace(text, at);
            if (at < text.Length && !TextElements.IsExtending(text, at))
            {
                ends.Add(at);
                quoted = false;
            }
        }

        if (text.Length > 0)
            ends.Add(text.Length);
        return ends;
    }

    private static bool IsEnd(string text, MarkRun run, SentenceRules rules)
    {
        if (run.End >= text.Length)
            return true;
        char following = text[run.End];
        if (!char.IsWhiteSpace(following))
            return run.Wide ? IsEndWide(text, run) : IsUnspacedEnd(text, run);
        int next = NextWord(text, run.End);
        if (run.SingleStop)
            return rules.EndsWithStop(text, run.Start, next);
        return run.Wide || next >= text.Length || !char.IsLower(text, next) || !(run.Closed || run.OnlyStops);
    }

    /// <summary>A wide mark ends a sentence, but not between digits, nor before a mark that would begin the next sentence.</summary>
    private static bool IsEndWide(string text, MarkRun run)
    {
        bool number = run.Start > 0 && char.IsDigit(text[run.Start - 1]) && char.IsDigit(text[run.End]);
        return !number && (text[run.End] == '"' || char.GetUnicodeCategory(text[run.End])
            is not (UnicodeCategory.OtherPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation));
    }

    /// <summary>Narrow marks need no space between letters of scripts that are written without one.</summary>
    private static bool IsUnspacedEnd(string text, MarkRun run) =>
        run.Start > 0 && IsEastAsian(text[run.End]) && (IsEastAsian(text[run.Start - 1]) || text[run.Start] is '!' or '?');

    private static bool IsEastAsian(char c) => TextElements.IsHan(c) || TextElements.IsHiragana(c) || TextElements.IsKatakana(c) || TextElements.IsHangul(c);

    /// <summary>The first letter or digit of the next word, behind white space, quotes and brackets that open; the text's end where there is none.</summary>
    private static int NextWord(string text, int at)
    {
        at = TextElements.SkipWhiteSpace(text, at);
        for (int end = at + LongestOpening; at < text.Length && at < end && IsOpening(text[at]);)
            at++;
        return at;
    }

    private static bool IsOpening(char c) => char.IsWhiteSpace(c) || c is '"' or '\'' or '\u00BF' or '\u00A1' || char.GetUnicodeCategory(c)
        is UnicodeCategory.OpenPunctuation or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.DashPunctuation;
}
