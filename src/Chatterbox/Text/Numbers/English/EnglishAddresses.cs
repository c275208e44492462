using System.Text.RegularExpressions;

namespace Chatterbox.Text;

/// <summary>Addresses of the net: those of mail are spoken, those of pages stay as they are.</summary>
internal static partial class EnglishAddresses
{
    private const int Longest = 256;

    /// <summary>The address that the word at <paramref name="at"/> is, which begins behind white space; null for other words.</summary>
    public static Spoken? Read(string text, int at)
    {
        int end = at;
        while (end < text.Length && end - at <= Longest && !char.IsWhiteSpace(text[end]))
            end++;
        if (end - at > Longest)
            return null;
        ReadOnlySpan<char> word = text.AsSpan(at, end - at);
        int mark = word.IndexOf('@');
        if (mark > 0 && Mail().Match(text, at, end - at) is { Success: true } mail)
        {
            string words = mail.Value.Replace("@", " at ", StringComparison.Ordinal).Replace(".", " dot ", StringComparison.Ordinal)
                .Replace("_", " underscore ", StringComparison.Ordinal).Replace("-", " dash ", StringComparison.Ordinal).Replace("+", " plus ", StringComparison.Ordinal);
            return new Spoken(words, mail.Index + mail.Length);
        }

        bool page = word.Contains("://", StringComparison.Ordinal) || word.TrimStart("(\"'<").StartsWith("www.", StringComparison.OrdinalIgnoreCase);
        return page ? new Spoken(text[at..end], end) : null;
    }

    [GeneratedRegex(@"\G[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,24}(?![A-Za-z0-9@])", RegexOptions.CultureInvariant)]
    private static partial Regex Mail();
}
