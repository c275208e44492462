namespace Chatterbox.Text;

/// <summary>
/// Finds where a text may be cut: behind its sentences, and inside what is longer than its bound behind clauses, else words, else
/// characters, but never inside a tag or a character with its marks that fits.
/// </summary>
/// <param name="text">The text.</param>
internal sealed class CutFinder(string text)
{
    private const string ClauseMarks = ",;:\u2026\u060C\u061B\u037E\u0387!?\n";
    private const string WideClauseMarks = "\u3001\uFF0C\uFF1B\uFF1A\u2014\uFF64";
    private const string ClosingQuotes = "\"')]\u201D\u2019\u00BB\u00AB\u201C\u300D\u300F\uFF09";
    private const string ChineseParticles = "\u7684\u4E86\u7740\u8FC7\u5417\u5462\u5427\u554A\u561B\u5440";
    private const string NotFirst =
        "\u3001\u3002\uFF0C\uFF0E\uFF1A\uFF1B\uFF01\uFF1F\u30FC\u3005\u309D\u309E\u30FD\u30FE\u300D\u300F\uFF09\u3011\u3009\u300B"
        + "\u3041\u3043\u3045\u3047\u3049\u3063\u3083\u3085\u3087\u308E\u30A1\u30A3\u30A5\u30A7\u30A9\u30C3\u30E3\u30E5\u30E7\u30EE"
        + ",.!?;:)]}%\u2026\u2014\u201D\u2019";

    private const string NotLast = "\u300C\u300E\uFF08\u3010\u3008\u300A([{\u201C\u2018";

    private readonly List<Atom> _atoms = [];

    /// <summary>The stretches of the text between its cuts, none empty, each within the bound that holds where its sentence begins.</summary>
    /// <param name="sentenceEnds">Behind each sentence; the last is the text's end.</param>
    /// <param name="first">The bound of the first piece, and so of the sentences that begin in it.</param>
    /// <param name="max">The bound of the others.</param>
    public List<Atom> Find(IReadOnlyList<int> sentenceEnds, int first, int max)
    {
        int start = TextElements.SkipWhiteSpace(text, 0), firstEnd = start + first;
        foreach (int end in sentenceEnds)
        {
            Add(start, end, CutKind.Sentence, start < firstEnd ? first : max);
            start = end;
        }

        return _atoms;
    }

    /// <summary>Adds the stretch, whole if it fits, else cut one kind finer than <paramref name="kind"/>.</summary>
    private void Add(int start, int end, CutKind kind, int bound, CutKind? behind = null)
    {
        CutKind last = behind ?? kind;
        (start, int ink) = Trim(start, end);
        if (ink - start <= bound)
        {
            AddAtom(start, ink, last);
        }
        else if (kind == CutKind.Word)
        {
            AddCharacters(start, ink, bound, last);
        }
        else
        {
            CutKind finer = kind + 1;
            for (int at = start; at < ink;)
            {
                int cut = finer == CutKind.Clause ? ClauseEnd(at, ink) : WordEnd(at, ink);
                at = Math.Max(cut, at + 1);
                if (cut <= start || cut >= ink || TextElements.IsExtending(text, TextElements.SkipWhiteSpace(text, cut)))
                    continue;
                Add(start, cut, finer, bound);
                start = cut;
            }

            Add(start, end, finer, bound, last);
        }
    }

    /// <summary>Behind the clause that ends with the character here; 0 if none does.</summary>
    private int ClauseEnd(int at, int limit)
    {
        char c = text[at];
        if (WideClauseMarks.Contains(c, StringComparison.Ordinal))
            return at + 1 < limit && !IsBetweenDigits(at) && !NotFirst.Contains(text[at + 1], StringComparison.Ordinal) ? at + 1 : 0;
        if (c is '-' or '\u2013')
            return at > 0 && at + 1 < limit && char.IsWhiteSpace(text[at - 1]) && char.IsWhiteSpace(text[at + 1]) ? at + 1 : 0;
        if (!ClauseMarks.Contains(c, StringComparison.Ordinal) && !(c == '.' && at > 0 && text[at - 1] == '.'))
            return 0;
        int end = at + 1;
        while (end < limit && ClosingQuotes.Contains(text[end], StringComparison.Ordinal))
            end++;
        return c == '\n' || (end < limit && char.IsWhiteSpace(text[end])) ? end : 0;
    }

    private bool IsBetweenDigits(int at) => at > 0 && char.IsDigit(text[at - 1]) && char.IsDigit(text[at + 1]);

    /// <summary>Behind the word that ends with the character here; 0 if none does.</summary>
    private int WordEnd(int at, int limit)
    {
        char c = text[at], next = at + 1 < limit ? text[at + 1] : '\0';
        if (char.IsWhiteSpace(c))
            return InTag(at) ? 0 : at + 1;
        if (c == '\u200B')
            return at + 1;
        bool phrase = TextElements.IsHiragana(c) ? TextElements.IsHan(next) || TextElements.IsKatakana(next)
            : TextElements.IsHan(next) && at > 0 && TextElements.IsHan(text[at - 1]) && ChineseParticles.Contains(c, StringComparison.Ordinal);
        return phrase ? at + 1 : 0;
    }

    /// <summary>Whether the space is inside a tag, which begins not far before it.</summary>
    private bool InTag(int at)
    {
        int open = at - 1;
        while (open > 0 && open > at - TextElements.MaxTagLength && text[open] is not ('[' or ']'))
            open--;
        return open >= 0 && open + TextElements.TagLength(text, open) > at;
    }

    /// <summary>Cuts a long word into parts of even length, at characters that may begin a line where there are such.</summary>
    private void AddCharacters(int start, int end, int bound, CutKind last)
    {
        int parts = (end - start + bound - 1) / bound, even = (end - start + parts - 1) / parts;
        while (end - start > bound)
        {
            int cut = CharacterCut(start, start + even);
            cut = cut > start ? cut : CharacterCut(start, start + bound);
            cut = cut > start ? cut : InsideElement(start + bound);
            AddAtom(start, cut, CutKind.Character);
            start = cut;
        }

        AddAtom(start, end, last);
    }

    /// <summary>Adds a stretch without the white space at its ends. One of white space alone only makes the cut before it a better one.</summary>
    private void AddAtom(int start, int end, CutKind cut)
    {
        (start, end) = Trim(start, end);
        if (start < end)
            _atoms.Add(new Atom(start, end, cut));
        else if (_atoms.Count > 0 && cut < _atoms[^1].Cut)
            _atoms[^1] = _atoms[^1] with { Cut = cut };
    }

    private (int Start, int End) Trim(int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return (start, end);
    }

    /// <summary>The last cut between characters that is not behind <paramref name="limit"/>; <paramref name="start"/> if there is none.</summary>
    private int CharacterCut(int start, int limit)
    {
        int any = start, good = start, smallest = start + (limit - start) / 2;
        for (int at = start; at < limit;)
        {
            at += TextElements.Length(text, at, limit - at);
            if (at > limit)
                break;
            any = at;
            if (at >= text.Length || !(NotFirst.Contains(text[at], StringComparison.Ordinal) || NotLast.Contains(text[at - 1], StringComparison.Ordinal)))
                good = at;
        }

        return good > smallest ? good : any;
    }

    /// <summary>A cut at the limit itself, for a tag or character that is longer than a piece may be.</summary>
    private int InsideElement(int limit) => char.IsLowSurrogate(text[limit]) && char.IsHighSurrogate(text[limit - 1]) ? limit - 1 : limit;
}
