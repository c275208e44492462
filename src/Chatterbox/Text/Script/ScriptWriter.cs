using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// Makes the plan of what to speak of a text: silences from its pause tags, paragraphs and sentences, numbers and symbols in words,
/// and pieces that a model speaks in one go. Takes time in proportion to the text, whatever is in it.
/// </summary>
public static class ScriptWriter
{
    private const double MostPause = 10;
    private const double InnerPause = 0.1;

    /// <summary>
    /// The plan for a text. Pieces hold whole sentences packed together, up to the bound; a longer sentence is cut at clauses, else between
    /// words. Pauses: the tags' own where there are any, and the paragraph's where one begins, both together; else that of
    /// sentences, or 0.1 s where a sentence had to be cut inside. No piece is empty; a text without anything to speak has no pieces.
    /// </summary>
    /// <exception cref="TextMarkupException">A pause tag is malformed or asks for too much silence.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SpeechScript Write(string text, ScriptOptions options)
    {
        ArgumentNullException.ThrowIfNull(text);
        Check(options);
        SentenceRules rules = SentenceRules.For(options.Language);
        List<ScriptPiece> pieces = [];
        double? tagged = null;
        bool newParagraph = false;
        foreach (PausedText part in PauseTags.Cut(Paragraphs.NormalizeLineEndings(text)))
        {
            if (part.Pause is double pause)
                tagged = (tagged ?? 0) + pause;
            foreach (Paragraph paragraph in Paragraphs.Split(part.Text))
            {
                newParagraph |= paragraph.AfterBlankLine;
                CutKind before = CutKind.Sentence;
                foreach (PackedPiece piece in Pack(paragraph.Text, rules, options, pieces.Count == 0))
                {
                    pieces.Add(new ScriptPiece(piece.Text, PauseBefore(before, newParagraph && pieces.Count > 0)));
                    before = piece.End;
                    (tagged, newParagraph) = (null, false);
                }
            }
        }

        return new SpeechScript(pieces, tagged ?? 0);

        double PauseBefore(CutKind cut, bool paragraph)
        {
            double own = paragraph ? options.ParagraphPause : 0;
            if (tagged is double pause)
                return pause + own;
            return paragraph || pieces.Count == 0 ? own : cut == CutKind.Sentence ? options.SentencePause : Math.Min(InnerPause, options.SentencePause);
        }
    }

    /// <summary>Sentences are found in the text as it was written, so that a stop behind a number or an abbreviation is known for what it is.</summary>
    private static List<PackedPiece> Pack(string paragraph, SentenceRules rules, ScriptOptions options, bool first)
    {
        var written = new StringBuilder();
        List<int> ends = [];
        foreach (string block in LineJoiner.Join(paragraph, rules))
        {
            int start = 0;
            foreach (int end in SentenceScanner.Ends(block, rules))
            {
                string sentence = block[start..end];
                written.Append(options.ExpandNumbers ? NumberExpander.Expand(sentence, options.Language) : sentence);
                ends.Add(written.Length);
                start = end;
            }
        }

        int bound = first ? Math.Min(options.FirstPieceCharacters ?? options.MaxCharacters, options.MaxCharacters) : options.MaxCharacters;
        return PiecePacker.Pack(written.ToString(), ends, bound, options.MaxCharacters);
    }

    private static void Check(ScriptOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxCharacters, 2);
        if (options.FirstPieceCharacters is int first)
            ArgumentOutOfRangeException.ThrowIfLessThan(first, 2, nameof(options.FirstPieceCharacters));
        CheckPause(options.SentencePause, nameof(options.SentencePause));
        CheckPause(options.ParagraphPause, nameof(options.ParagraphPause));
    }

    private static void CheckPause(double seconds, string name)
    {
        if (!(seconds is >= 0 and <= MostPause))
            throw new ArgumentOutOfRangeException(name, seconds, $"A pause has 0 to {MostPause} seconds.");
    }
}
