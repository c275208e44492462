namespace Chatterbox.Text;

/// <summary>Turns normalised text into the ids of T3's text vocabulary. Immutable, for use by many threads at once.</summary>
public abstract class Tokenizer
{
    /// <summary>One more than the largest id: the rows T3's text embedding must have.</summary>
    public abstract int VocabularySize { get; }

    /// <summary>The tags for sounds and manners of speech that a text may contain, such as [laugh].</summary>
    public abstract IReadOnlyList<string> Tags { get; }

    /// <summary>The ids of a text, without start and stop tokens and however many they are.</summary>
    /// <param name="normalizedText">Text from <see cref="PunctuationNormalizer"/>. A lone surrogate counts as U+FFFD.</param>
    /// <param name="language">A code of <see cref="Languages"/>; null for English, or for no language tag in a multilingual model.</param>
    /// <exception cref="ArgumentException">The model does not speak the language.</exception>
    public abstract int[] Encode(string normalizedText, string? language);

    /// <summary>Refuses every language but English.</summary>
    private protected static void RequireEnglish(string? language)
    {
        if (language is not null && !language.Equals("en", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException($"This model speaks English only, not \"{language}\"; use the multilingual model.", nameof(language));
    }
}
