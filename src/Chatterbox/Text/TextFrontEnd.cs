using System.Text;

namespace Chatterbox.Text;

/// <summary>The way from what a user typed to the tokens of T3, for one model. Immutable, for use by many threads at once.</summary>
public sealed class TextFrontEnd
{
    /// <summary>Tokens Original and Multilingual take: the rows of the text position embedding, less start and stop (t3_config.py).</summary>
    public const int LlamaTokenLimit = 2048;

    /// <summary>Tokens Turbo and Nano take: <c>model_max_length</c> of their tokenizer, at which the reference cuts in silence.</summary>
    public const int Gpt2TokenLimit = 1024;

    /// <summary>The optional table of Cangjie codes in the folder of a multilingual model.</summary>
    public const string CangjieFileName = "Cangjie5_TC.json";

    /// <summary>A free table of the same form that serves where the published one is absent.</summary>
    public const string CangjieStandInName = "Cangjie5_TC.stand-in.json";

    private readonly ModelFamily _family;

    private TextFrontEnd(ModelFamily family, Tokenizer tokenizer) => (_family, Tokenizer) = (family, tokenizer);

    /// <summary>The tokenizer of the model.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The most tokens of a text the model takes.</summary>
    public int TokenLimit => _family is ModelFamily.Turbo or ModelFamily.Nano ? Gpt2TokenLimit : LlamaTokenLimit;

    /// <summary>Reads the tokenizer from the folder of a model.</summary>
    /// <exception cref="FileNotFoundException">A file is missing.</exception>
    /// <exception cref="InvalidDataException">A file is broken.</exception>
    public static TextFrontEnd For(ModelFamily family, string folder, SpecialTokens policy = SpecialTokens.TagsOnly)
    {
        string Find(string name)
        {
            string path = Path.Combine(folder, name);
            return File.Exists(path) ? path : throw new FileNotFoundException(
                $"The {family} model in {folder} lacks {name}. Copy that file from the model's published repository into the folder.", path);
        }

        string? cangjie = new[] { CangjieFileName, CangjieStandInName }.Select(name => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        return new TextFrontEnd(family, family switch
        {
            ModelFamily.Original => new EnglishTokenizer(Find("tokenizer.json"), policy),
            ModelFamily.Multilingual => new MultilingualTokenizer(
                Find("grapheme_mtl_merged_expanded_v1.json"), cangjie, policy),
            ModelFamily.Turbo or ModelFamily.Nano => new Gpt2Tokenizer(
                Find("vocab.json"), Find("merges.txt"), Find("tokenizer_config.json"), policy),
            _ => throw new ArgumentOutOfRangeException(nameof(family), family, "Not a family of models."),
        });
    }

    /// <summary>Normalises and tokenizes a text. A text over <see cref="TokenLimit"/> is cut, and the result says so.</summary>
    /// <param name="text">Any text; lone surrogates become U+FFFD.</param>
    /// <param name="language">As for <see cref="Tokenizer.Encode"/>.</param>
    /// <exception cref="ArgumentException">The model does not speak the language.</exception>
    public EncodedText Encode(string text, string? language = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        string wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        string normalized = PunctuationNormalizer.Normalize(_family, wellFormed);
        int[] ids = Tokenizer.Encode(normalized, language);
        return new EncodedText(normalized, ids.Length <= TokenLimit ? ids : ids[..TokenLimit], ids.Length);
    }
}
