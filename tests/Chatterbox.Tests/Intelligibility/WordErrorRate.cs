using System.Globalization;

namespace Chatterbox.Tests.Intelligibility;

/// <summary>
/// How far what was heard is from what was said: the fewest words to replace, leave out or put in (Levenshtein distance over
/// words), divided by the number of words said.
/// </summary>
internal readonly record struct WordErrorRate(int Errors, int Words)
{
    /// <summary>Errors per word said; over 1 when more was heard than said.</summary>
    public double Rate => Words > 0 ? (double)Errors / Words : throw new InvalidOperationException("No words were said.");

    /// <summary>Both counts summed: long sentences weigh more than short ones.</summary>
    public static WordErrorRate operator +(WordErrorRate a, WordErrorRate b) => new(a.Errors + b.Errors, a.Words + b.Words);

    /// <summary>Compares two texts word by word, without regard to case and punctuation.</summary>
    public static WordErrorRate Of(string said, string heard)
    {
        string[] reference = WordsOf(said);
        return new WordErrorRate(Distance(reference, WordsOf(heard)), reference.Length);
    }

    /// <summary>Lower-cased runs of letters and digits. An apostrophe joins the letters around it ("don't").</summary>
    public static string[] WordsOf(string text)
    {
        IEnumerable<char> letters = text
            .Where(c => c is not ('\'' or '\u2019'))
            .Select(c => char.IsLetterOrDigit(c) ? char.ToLowerInvariant(c) : ' ');
        return string.Concat(letters).Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"word error rate: {100 * Rate:F1} % ({Errors} errors in {Words} words)");

    private static int Distance(string[] said, string[] heard)
    {
        // Row i holds the distances of the first i words said to every beginning of what was heard.
        int[] above = [.. Enumerable.Range(0, heard.Length + 1)];
        int[] row = new int[heard.Length + 1];
        for (int i = 1; i <= said.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= heard.Length; j++)
            {
                int replaced = above[j - 1] + (said[i - 1] == heard[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, 1 + Math.Min(above[j], row[j - 1]));
            }

            (above, row) = (row, above);
        }

        return above[heard.Length];
    }
}
