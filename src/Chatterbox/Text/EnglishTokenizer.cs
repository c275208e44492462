namespace Chatterbox.Text;

/// <summary>The tokenizer of the Original family: EnTokenizer in models/tokenizers/tokenizer.py of the reference.</summary>
public sealed class EnglishTokenizer : Tokenizer
{
    private readonly GraphemeBpe _bpe;

    /// <summary>Reads a tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">The file is broken.</exception>
    public EnglishTokenizer(string path, SpecialTokens policy) => _bpe = new GraphemeBpe(path, policy);

    /// <inheritdoc/>
    public override int VocabularySize => _bpe.VocabularySize;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tags => _bpe.Tags;

    /// <inheritdoc/>
    public override int[] Encode(string normalizedText, string? language)
    {
        ArgumentNullException.ThrowIfNull(normalizedText);
        RequireEnglish(language);
        List<int> ids = new(normalizedText.Length);
        _bpe.Encode(normalizedText, ids);
        return [.. ids];
    }
}
