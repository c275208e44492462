namespace Chatterbox.Text;

/// <summary>
/// Writes numbers and symbols out in words: all of them in English; whole numbers, percent and "and" in Spanish, French, German,
/// Italian, Portuguese and Dutch; nothing in other languages. Text without such things, and tags, stay as they are.
/// </summary>
internal static class NumberExpander
{
    /// <summary>The sentence as it is spoken. Takes time in proportion to its length.</summary>
    /// <param name="sentence">One sentence: a full stop at its end is that of the sentence.</param>
    /// <param name="language">Language code; null is English.</param>
    public static string Expand(string sentence, string? language)
    {
        if (language is null || language.Equals("en", StringComparison.OrdinalIgnoreCase))
            return EnglishExpander.Expand(sentence);
        return NumberLanguage.Find(language) is NumberLanguage other ? PlainExpander.Expand(sentence, other) : sentence;
    }
}
