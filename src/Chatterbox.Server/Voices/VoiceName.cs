using System.Globalization;
using System.Text;
using Chatterbox.Text;

namespace Chatterbox.Server.Voices;

/// <summary>
/// A name or alias of a voice, checked: 1 to 64 characters, letters and digits of any script, spaces, and the signs - _ and dot.
/// Names are the same if they look the same: their keys are compared, without case and in compatibility decomposition.
/// </summary>
internal sealed class VoiceName
{
    /// <summary>Most characters (code points) of a name.</summary>
    public const int MaxLength = 64;

    private const int MaxPrinted = 80;

    private VoiceName(string text, string key) => (Text, Key) = (text, key);

    /// <summary>The name as it was given.</summary>
    public string Text { get; }

    /// <summary>What is compared.</summary>
    public string Key { get; }

    /// <summary>Checks a name.</summary>
    /// <exception cref="VoiceNameException">It cannot be one; the message says why.</exception>
    public static VoiceName Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            throw new VoiceNameException("The voice needs a name.");
        if (text.Length > 2 * MaxLength || text.EnumerateRunes().Count() > MaxLength)
            throw new VoiceNameException($"The name of a voice has at most {MaxLength} characters.");
        CheckCharacters(text);
        if (text[0] is ' ' or '.' || text[^1] is ' ' or '.')
            throw new VoiceNameException("The name of a voice neither begins nor ends with a space or a dot.");
        string key = KeyOf(text);
        if (IsDevice(key))
            throw new VoiceNameException($"'{text}' cannot be the name of a voice, since Windows reserves it. Take another.");
        if (IsWord(key))
            throw new VoiceNameException($"'{text}' cannot be the name of a voice: it stands for the default voice or the model's own. Take another.");
        return new VoiceName(text, key);
    }

    /// <summary>What is compared of a name that somebody asks for; null if it is too long to be one.</summary>
    public static string? LookupKey(string text) => text.Length <= 2 * MaxLength ? KeyOf(text) : null;

    /// <summary>Whether no voice can be called so: names of devices, and words that mean another voice.</summary>
    public static bool IsReserved(string name) => IsDevice(name) || IsWord(name);

    /// <summary>Whether a request that says this means the default voice or the model's own. /voices/default is a route, too.</summary>
    public static bool IsWord(string name) =>
        string.Equals(name, VoiceAliases.Default, StringComparison.OrdinalIgnoreCase) || string.Equals(name, VoiceAliases.BuiltIn, StringComparison.OrdinalIgnoreCase);

    /// <summary>Text of a client for a message: cut, and without characters that act on a terminal or turn the line around.</summary>
    public static string Printable(string text)
    {
        StringBuilder printable = new();
        foreach (Rune rune in text.EnumerateRunes().Take(MaxPrinted))
            printable.Append(Acts(rune) ? "\ufffd" : rune.ToString());
        return text.Length > printable.Length ? printable.Append("...").ToString() : printable.ToString();
    }

    /// <summary>Whether Windows takes a file of this name for a device, whatever its extension.</summary>
    private static bool IsDevice(string name)
    {
        string stem = name.Split('.')[0].TrimEnd(' ').ToUpperInvariant();
        return stem is "CON" or "PRN" or "AUX" or "NUL"
            || stem.Length == 4 && char.IsAsciiDigit(stem[3]) && (stem[..3] is "COM" or "LPT");
    }

    private static string KeyOf(string text) => CompatibilityDecomposition.Normalize(text).ToUpperInvariant();

    private static void CheckCharacters(string text)
    {
        bool takesMark = false;
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            bool letter = (Rune.IsLetter(rune) || Rune.IsDigit(rune)) && !IsInvisible(rune.Value);
            bool mark = takesMark && IsMark(rune) && !IsInvisible(rune.Value);
            if (!letter && !mark && rune.Value is not (' ' or '-' or '_' or '.'))
                throw new VoiceNameException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The name of a voice has letters, digits, spaces and the signs - _ and dot; not U+{(length == 1 ? text[i] : rune.Value):X4} at place {i + 1}."));
            takesMark = letter || mark;
            i += length;
        }
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool Acts(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    /// <summary>Letters and marks that nobody sees (Default_Ignorable_Code_Point of Unicode); with them, two names would look alike.</summary>
    private static bool IsInvisible(int codePoint) => codePoint
        is 0x034f or 0x115f or 0x1160 or 0x17b4 or 0x17b5 or 0x3164 or 0xffa0
        or (>= 0x180b and <= 0x180f) or (>= 0xfe00 and <= 0xfe0f) or (>= 0xe0100 and <= 0xe01ef);
}
