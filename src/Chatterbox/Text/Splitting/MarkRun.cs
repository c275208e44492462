using System.Globalization;

namespace Chatterbox.Text;

/// <summary>Marks that may end a sentence, with the quotes and brackets that close behind them.</summary>
/// <param name="Start">The first mark.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Wide">Whether one of them needs no white space behind it.</param>
/// <param name="Closed">Whether a quote or bracket closes.</param>
/// <param name="OnlyStops">Whether all marks are full stops or ellipses.</param>
/// <param name="SingleStop">Whether this is one full stop and nothing else.</param>
internal readonly record struct MarkRun(int Start, int End, bool Wide, bool Closed, bool OnlyStops, bool SingleStop)
{
    /// <summary>Reads the marks that begin at <paramref name="start"/>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The first mark.</param>
    /// <param name="rules">What is a mark.</param>
    /// <param name="quoted">Whether a straight quote is open; only then one closes behind a wide mark.</param>
    public static MarkRun Read(string text, int start, SentenceRules rules, ref bool quoted)
    {
        bool wide = false, closed = false, stops = true;
        int end = start;
        for (; end < text.Length; end++)
        {
            char c = text[end];
            if (rules.IsMark(c))
            {
                wide |= SentenceRules.IsWideMark(c);
                stops &= c is '.' or '\u2026';
            }
            else if (IsClosing(c, wide, quoted))
            {
                closed = true;
                quoted &= c != '"';
            }
            else
            {
                break;
            }
        }

        return new MarkRun(start, end, wide, closed, stops, end == start + 1 && text[start] == '.');
    }

    /// <summary>Behind a narrow mark white space must follow, so any quote closes there, whichever way it looks.</summary>
    private static bool IsClosing(char c, bool wide, bool quoted) => char.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation => true,
        UnicodeCategory.InitialQuotePunctuation => !wide,
        _ => c == '"' ? !wide || quoted : c == '\'' && !wide,
    };
}
