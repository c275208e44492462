using System.Globalization;

namespace Chatterbox.Text;

/// <summary>Finds the tags of silence in a text: [pause], [pause:2], [pause:1.2s] and [pause:500ms].</summary>
internal static class PauseTags
{
    /// <summary>Seconds of [pause].</summary>
    public const double DefaultSeconds = 0.5;

    /// <summary>The most seconds of one tag.</summary>
    public const double MaxSeconds = 10;

    /// <summary>The most seconds of all tags of a text together.</summary>
    public const double MaxTotalSeconds = 600;

    private const string Name = "[pause";
    private const int MaxLength = 32;
    private const int Shown = 40;

    /// <summary>The text cut at its pause tags. The first part has no pause; each further part has that of the tag before it.</summary>
    /// <exception cref="TextMarkupException">A tag is malformed or asks for too much silence.</exception>
    public static List<PausedText> Cut(string text)
    {
        List<PausedText> parts = [];
        double? pause = null;
        double total = 0;
        int start = 0;
        for (int at = Find(text, 0); at >= 0; at = Find(text, start))
        {
            parts.Add(new PausedText(text[start..at], pause));
            (pause, start) = Read(text, at);
            total += pause.Value;
            if (total > MaxTotalSeconds)
                throw new TextMarkupException(
                    $"The pauses of the text add up to more than {MaxTotalSeconds} seconds at {Show(text, at)}. Shorten them, or speak the text in parts.");
        }

        parts.Add(new PausedText(text[start..], pause));
        return parts;
    }

    /// <summary>Where the next tag begins; a longer word such as [pauses] is none.</summary>
    private static int Find(string text, int from)
    {
        while ((from = text.IndexOf(Name, from, StringComparison.OrdinalIgnoreCase)) >= 0)
        {
            int next = from + Name.Length;
            if (next == text.Length || !(char.IsLetter(text[next]) || text[next] is '_' or '-'))
                return from;
            from = next;
        }

        return -1;
    }

    private static (double Seconds, int End) Read(string text, int at)
    {
        ReadOnlySpan<char> rest = text.AsSpan(at, Math.Min(MaxLength, text.Length - at));
        int close = rest.IndexOf(']');
        if (close < 0)
            throw Malformed(text, at);
        ReadOnlySpan<char> value = rest[Name.Length..close].Trim();
        if (value.IsEmpty)
            return (DefaultSeconds, at + close + 1);
        if (value[0] != ':')
            throw Malformed(text, at);
        value = value[1..].Trim();
        double unit = 1;
        if (value.EndsWith("ms", StringComparison.OrdinalIgnoreCase))
        {
            value = value[..^2].TrimEnd();
            unit = 1000;
        }
        else if (value.EndsWith("s", StringComparison.OrdinalIgnoreCase))
        {
            value = value[..^1].TrimEnd();
        }

        if (!double.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
            throw Malformed(text, at);
        seconds /= unit;
        return seconds <= MaxSeconds
            ? (seconds, at + close + 1)
            : throw new TextMarkupException($"{Show(text, at)} is longer than a pause may be. A pause has at most {MaxSeconds} seconds.");
    }

    private static TextMarkupException Malformed(string text, int at) => new(
        $"{Show(text, at)} is not a pause. Write [pause], [pause:1.5s] or [pause:500ms], with at most {MaxSeconds} seconds.");

    /// <summary>The tag as it stands in the text, cut where it does not end.</summary>
    private static string Show(string text, int at)
    {
        string head = text[at..Math.Min(text.Length, at + Shown)].ReplaceLineEndings(" ");
        int close = head.IndexOf(']', StringComparison.Ordinal);
        return close >= 0 ? head[..(close + 1)] : head + (at + Shown < text.Length ? "..." : "");
    }
}
