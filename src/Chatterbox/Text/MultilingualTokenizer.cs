using System.Globalization;
using System.Text;

namespace Chatterbox.Text;

/// <summary>
/// The tokenizer of the Multilingual family: MTLTokenizer in models/tokenizers/tokenizer.py of the reference, as it is without
/// its optional packages (no readings for Japanese, vowels for Hebrew, stress for Russian, words for Chinese).
/// </summary>
public sealed class MultilingualTokenizer : Tokenizer
{
    private readonly GraphemeBpe _bpe;
    private readonly CangjieTable? _cangjie;
    private readonly int[] _letters = [];
    private readonly int _glyphEnd;

    /// <summary>Reads a grapheme_mtl_merged_expanded_v1.json and, if there is one, the table of Cangjie codes.</summary>
    /// <exception cref="InvalidDataException">A file is broken, or they do not belong together.</exception>
    public MultilingualTokenizer(string path, string? cangjiePath, SpecialTokens policy)
    {
        _bpe = new GraphemeBpe(path, policy);
        if (cangjiePath is null)
            return;

        _cangjie = new CangjieTable(cangjiePath);
        const string spellingCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";
        _letters = new int['z' + 1];
        foreach (char c in spellingCharacters)
            _letters[c] = CangjieToken(path, c);
        _glyphEnd = CangjieToken(path, '.');
    }

    /// <summary>Whether there is a table of Cangjie codes. Without it nearly all Chinese characters are unknown to the model.</summary>
    public bool KnowsChinese => _cangjie is not null;

    /// <inheritdoc/>
    public override int VocabularySize => _bpe.VocabularySize;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tags => _bpe.Tags;

    /// <inheritdoc/>
    public override int[] Encode(string normalizedText, string? language)
    {
        ArgumentNullException.ThrowIfNull(normalizedText);
        List<int> ids = new(normalizedText.Length + 1);
        string? code = language is null ? null : AddTag(language, ids);
        string text = CompatibilityDecomposition.Normalize(PythonText.Lower(normalizedText));
        if (code == "zh" && _cangjie is not null)
            EncodeChinese(text, _cangjie, ids);
        else
            _bpe.Encode(code == "ko" ? DecomposeKorean(text) : text, ids);
        return [.. ids];
    }

    /// <summary>Adds the tag of a language and returns its code.</summary>
    private string AddTag(string language, List<int> ids)
    {
        if (!Languages.TryFind(language, out Language? known))
            throw new ArgumentException(
                $"Unknown language \"{language}\"; use one of {string.Join(", ", Languages.All.Select(l => l.Code))}.", nameof(language));
        if (!_bpe.TryFindAdded($"[{known.Code}]", out int tag))
            throw new ArgumentException($"This model's tokenizer has no tag for {known.Name}.", nameof(language));
        ids.Add(tag);
        return known.Code;
    }

    /// <summary>
    /// korean_normalize: syllables to Jamo, white space off both ends. The compatibility decomposition has left only places
    /// without a character to decompose, but those the reference takes apart too.
    /// </summary>
    private static string DecomposeKorean(string text)
    {
        StringBuilder result = new(text.Length);
        Span<char> jamo = stackalloc char[HangulSyllable.MaxJamo];
        foreach (char c in text)
            if (HangulSyllable.IsInBlock(c))
                result.Append(jamo[..HangulSyllable.Decompose(c, jamo)]);
            else
                result.Append(c);
        return PythonText.Strip(result.ToString());
    }

    /// <summary>Spells each glyph of the table as [cj_a][cj_b]...[cj_.]; the rest is encoded as text.</summary>
    private void EncodeChinese(string text, CangjieTable cangjie, List<int> ids)
    {
        int textStart = 0;
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out Rune rune, out int length);
            if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.OtherLetter && cangjie.TryFind(rune, out string spelling))
            {
                _bpe.Encode(text.AsSpan(textStart, i - textStart), ids);
                foreach (char c in spelling)
                    ids.Add(_letters[c]);
                ids.Add(_glyphEnd);
                textStart = i + length;
            }
            i += length;
        }
        _bpe.Encode(text.AsSpan(textStart), ids);
    }

    private int CangjieToken(string path, char c) => _bpe.TryFindAdded($"[cj_{c}]", out int id)
        ? id
        : throw new InvalidDataException($"{path}: the token [cj_{c}] is missing, which the table of Cangjie codes needs.");
}
