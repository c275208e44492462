using System.Diagnostics.CodeAnalysis;

namespace Chatterbox.Text;

/// <summary>The 23 languages of the multilingual model (SUPPORTED_LANGUAGES in mtl_tts.py).</summary>
public static class Languages
{
    /// <summary>All languages, by code.</summary>
    public static IReadOnlyList<Language> All { get; } =
    [
        new("ar", "Arabic"),
        new("da", "Danish"),
        new("de", "German"),
        new("el", "Greek"),
        new("en", "English"),
        new("es", "Spanish"),
        new("fi", "Finnish"),
        new("fr", "French"),
        new("he", "Hebrew"),
        new("hi", "Hindi"),
        new("it", "Italian"),
        new("ja", "Japanese"),
        new("ko", "Korean"),
        new("ms", "Malay"),
        new("nl", "Dutch"),
        new("no", "Norwegian"),
        new("pl", "Polish"),
        new("pt", "Portuguese"),
        new("ru", "Russian"),
        new("sv", "Swedish"),
        new("sw", "Swahili"),
        new("tr", "Turkish"),
        new("zh", "Chinese"),
    ];

    /// <summary>Finds a language by its code, whatever the case of its letters.</summary>
    public static bool TryFind(string code, [NotNullWhen(true)] out Language? language)
    {
        language = All.FirstOrDefault(l => string.Equals(l.Code, code, StringComparison.OrdinalIgnoreCase));
        return language is not null;
    }
}
