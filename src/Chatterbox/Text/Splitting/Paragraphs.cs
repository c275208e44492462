namespace Chatterbox.Text;

/// <summary>Finds the paragraphs of a text, which blank lines divide.</summary>
internal static class Paragraphs
{
    /// <summary>The text with \n at the end of each line; a paragraph separator (U+2029) becomes a blank line.</summary>
    public static string NormalizeLineEndings(string text) => text.Replace("\u2029", "\n\n", StringComparison.Ordinal).ReplaceLineEndings("\n");

    /// <summary>
    /// The paragraphs in order, without white space at their ends. A blank line at the end of the text shows as an empty paragraph.
    /// </summary>
    public static List<Paragraph> Split(string text)
    {
        List<Paragraph> paragraphs = [];
        int start = 0, ink = 0;
        bool blank = false;
        for (int at = 0; at < text.Length;)
        {
            if (!char.IsWhiteSpace(text[at]))
            {
                ink = ++at;
                continue;
            }

            int lines = 0;
            for (; at < text.Length && char.IsWhiteSpace(text[at]); at++)
                lines += text[at] == '\n' ? 1 : 0;
            if (lines > 1)
            {
                Add(at);
                blank = true;
            }
            else if (ink <= start)
            {
                start = at;
            }
        }

        Add(text.Length);
        if (blank)
            paragraphs.Add(new Paragraph("", true));
        return paragraphs;

        void Add(int next)
        {
            if (ink > start)
            {
                paragraphs.Add(new Paragraph(text[start..ink], blank));
                blank = false;
            }

            start = next;
        }
    }
}
