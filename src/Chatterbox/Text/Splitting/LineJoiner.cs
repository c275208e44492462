using System.Globalization;
using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// Joins the lines of a paragraph. Text is often wrapped, so a line end alone is a space. It ends a sentence before the items of
/// a list and behind a heading, and a clause behind a verse; there a mark is put in, since a model reads marks and not lines.
/// </summary>
internal static class LineJoiner
{
    private const int LongestVerse = 60;
    private const int LongestMarker = 4;

    /// <summary>The blocks of the paragraph, each of whole sentences. All but the last end with a line end.</summary>
    public static List<string> Join(string paragraph, SentenceRules rules)
    {
        if (!paragraph.Contains('\n', StringComparison.Ordinal))
            return [paragraph];
        string[] lines = paragraph.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        int width = lines.Max(line => line.Length);
        bool verse = lines.Length > 2 && width <= LongestVerse && lines.All(line => StartsSentence(line) || IsItem(line));
        List<string> blocks = [];
        var block = new StringBuilder();
        for (int i = 0; i < lines.Length; i++)
        {
            block.Append(lines[i]);
            if (i + 1 == lines.Length)
                break;
            string next = lines[i + 1];
            bool bare = !EndsWithPunctuation(lines[i]);
            if (IsItem(next) || (bare && StartsSentence(next) && IsShort(lines[i], next, width)))
            {
                blocks.Add(block.Append(bare ? rules.FullStop : "").Append('\n').ToString());
                block.Clear();
            }
            else if (bare && verse)
            {
                block.Append(rules.Comma).Append(' ');
            }
            else if (!(TextElements.IsUnspaced(lines[i][^1]) && TextElements.IsUnspaced(next[0])))
            {
                block.Append(' ');
            }
        }

        blocks.Add(block.ToString());
        return blocks;
    }

    /// <summary>An item of a list: "- item", "3. item", "b) item".</summary>
    private static bool IsItem(string line)
    {
        int space = line.AsSpan(0, Math.Min(line.Length, LongestMarker + 1)).IndexOfAny(' ', '\t');
        if (space < 1 || space + 1 == line.Length)
            return false;
        ReadOnlySpan<char> marker = line.AsSpan(0, space);
        if (marker.Length == 1)
            return "-*+\u2022\u2023\u2013\u2014\u25AA\u25CF\u25E6\u00B7".Contains(marker[0], StringComparison.Ordinal);
        ReadOnlySpan<char> number = marker[..^1];
        return marker[^1] is '.' or ')' && (!number.ContainsAnyExceptInRange('0', '9') || (number.Length == 1 && char.IsAsciiLetterLower(number[0])));
    }

    /// <summary>Whether the line was ended though the next word would have fitted. Without capitals only a much shorter line tells.</summary>
    private static bool IsShort(string line, string next, int width)
    {
        int word = next.AsSpan().IndexOfAny(' ', '\t');
        int needed = line.Length + 1 + (word < 0 ? next.Length : word);
        return needed <= width && (char.IsUpper(next, FirstLetter(next)) || line.Length <= width / 2);
    }

    private static bool StartsSentence(string line)
    {
        int at = FirstLetter(line);
        return at < line.Length && (char.IsUpper(line, at) || CharUnicodeInfo.GetUnicodeCategory(line, at) == UnicodeCategory.OtherLetter);
    }

    private static int FirstLetter(string line)
    {
        int at = 0;
        while (at < line.Length && !char.IsLetterOrDigit(line, at))
            at++;
        return at;
    }

    private static bool EndsWithPunctuation(string line)
    {
        int last = line.Length - 1;
        while (last > 0 && (line[last] is '"' or '\'' || char.GetUnicodeCategory(line[last])
            is UnicodeCategory.ClosePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.InitialQuotePunctuation))
            last--;
        return char.IsPunctuation(line[last]) && line[last] is not ('%' or '&' or '@' or '#' or ']');
    }
}
