using System.Globalization;
using System.Text;

namespace Chatterbox.Server.Commands;

/// <summary>Writes JSON strings that stay on one line and readable: the framework's writer escapes what lies beyond the basic plane.</summary>
internal static class JsonText
{
    private const char NextLine = '\u0085';
    private const char LineSeparator = '\u2028';
    private const char ParagraphSeparator = '\u2029';

    /// <summary>Text in quotes; only quotes, backslashes, controls and line ends are escaped.</summary>
    public static string Quote(string text)
    {
        StringBuilder quoted = new(text.Length + 2);
        quoted.Append('"');
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (c is < ' ' or NextLine or LineSeparator or ParagraphSeparator)
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
