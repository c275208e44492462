using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chatterbox.Text;

/// <summary>
/// The byte-pair encoding over characters of a Hugging Face tokenizer.json, as the English and multilingual models use it:
/// added tokens first, then words by <c>\w+|[^\w\s]+</c>, one unknown token for every unknown character, and
/// [SPACE] for each space (EnTokenizer in models/tokenizers/tokenizer.py of the reference).
/// </summary>
internal sealed class GraphemeBpe
{
    private const string Unknown = "[UNK]";
    private const string Space = "[SPACE]";
    private static readonly string[] Required = ["[START]", "[STOP]", Unknown, Space];

    private readonly Dictionary<string, int> _added = new(StringComparer.Ordinal);
    private readonly AddedTokens _found = new();
    private readonly Dictionary<int, int> _characters = [];
    private readonly MergeTable _merges = new();
    private readonly int _unknown;
    private readonly int _space;

    /// <summary>Reads a tokenizer.json.</summary>
    /// <exception cref="InvalidDataException">The file is broken, or needs a step these models do not have.</exception>
    public GraphemeBpe(string path, SpecialTokens policy)
    {
        TokenizerFile file = TokenizerFile.Read(path);
        JsonElement root = file.Json(JsonValueKind.Object);
        JsonElement model = file.Member(root, "model", JsonValueKind.Object);
        RejectUnsupportedSteps(file, root, model);

        Dictionary<string, int> vocabulary = file.Vocabulary(file.Member(model, "vocab", JsonValueKind.Object));
        foreach (string token in Required)
            if (!vocabulary.ContainsKey(token))
                throw file.Error($"the vocabulary lacks {token}: this is not a tokenizer of Chatterbox.");
        (_unknown, _space) = (vocabulary[Unknown], vocabulary[Space]);
        foreach ((string token, int id) in vocabulary)
            if (Rune.DecodeFromUtf16(token, out Rune rune, out int length) == System.Buffers.OperationStatus.Done && length == token.Length)
                _characters[rune.Value] = id;

        ReadMerges(file, file.Member(model, "merges", JsonValueKind.Array), vocabulary);
        ReadAddedTokens(file, file.Member(root, "added_tokens", JsonValueKind.Array), vocabulary);
        foreach ((string token, int id) in _added)
            if (policy == SpecialTokens.AsReference || ParalinguisticTags.Names.Contains(token))
                _found.Add(token, id);
        Tags = [.. _added.Keys.Where(ParalinguisticTags.Names.Contains)];
        VocabularySize = Math.Max(vocabulary.Values.Max(), _added.Values.DefaultIfEmpty().Max()) + 1;
    }

    /// <summary>Rows an embedding of these tokens must have.</summary>
    public int VocabularySize { get; }

    /// <summary>The paralinguistic tags of the file.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>Finds an added token by its text.</summary>
    public bool TryFindAdded(string token, out int id) => _added.TryGetValue(token, out id);

    /// <summary>Adds the ids of a text.</summary>
    public void Encode(ReadOnlySpan<char> text, List<int> ids)
    {
        WordMerger merger = new(_merges);
        for (int start = 0; start < text.Length;)
        {
            bool found = _found.TryFind(text, start, out int position, out int length, out int id);
            EncodePlain(text[start..position], merger, ids);
            if (found)
                ids.Add(id);
            start = position + length;
        }
    }

    private void EncodePlain(ReadOnlySpan<char> text, WordMerger merger, List<int> ids)
    {
        bool inWord = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool isSpace = Rune.IsWhiteSpace(rune);
            bool isWord = !isSpace && IsWordCharacter(rune);
            if (isSpace || isWord != inWord)
                merger.Flush(ids);
            inWord = isWord;
            if (rune.Value == ' ')
                ids.Add(_space);
            else if (!isSpace)
                merger.Push(_characters.GetValueOrDefault(rune.Value, _unknown));
        }
        merger.Flush(ids);
    }

    /// <summary>Unicode's <c>\w</c> (UTS #18): alphabetic, marks, decimal digits, connectors and the two joiners.</summary>
    private static bool IsWordCharacter(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
        UnicodeCategory.OtherSymbol => rune.Value is (>= 0x24b6 and <= 0x24e9)
            or (>= 0x1f130 and <= 0x1f149) or (>= 0x1f150 and <= 0x1f169) or (>= 0x1f170 and <= 0x1f189),
        _ => rune.Value is 0x200c or 0x200d,
    };

    private static void RejectUnsupportedSteps(TokenizerFile file, JsonElement root, JsonElement model)
    {
        if (model.TryGetProperty("type", out JsonElement type) && file.Text(type, "the type of the model") != "BPE")
            throw file.Error("the model is not of type BPE.");
        if (file.Text(file.Member(model, "unk_token", JsonValueKind.String), "unk_token") != Unknown)
            throw file.Error($"the unknown token is not {Unknown}.");
        JsonElement preTokenizer = file.Member(root, "pre_tokenizer", JsonValueKind.Object);
        if (file.Text(file.Member(preTokenizer, "type", JsonValueKind.String), "the type of the pre-tokenizer") != "Whitespace")
            throw file.Error("the pre-tokenizer is not of type Whitespace.");
        foreach (string step in (ReadOnlySpan<string>)["normalizer", "post_processor"])
            if (root.TryGetProperty(step, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                throw file.Error($"it has a {step}, which the tokenizers of Chatterbox do not have.");
        foreach (string option in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (model.TryGetProperty(option, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
                throw file.Error($"its model sets {option}, which the tokenizers of Chatterbox do not set.");
        foreach (string option in (ReadOnlySpan<string>)["fuse_unk", "byte_fallback", "ignore_merges"])
            if (file.Flag(model, option))
                throw file.Error($"its model sets {option}, which the tokenizers of Chatterbox do not set.");
    }

    private void ReadMerges(TokenizerFile file, JsonElement merges, Dictionary<string, int> vocabulary)
    {
        // Older files write a merge as "a b", newer ones as ["a", "b"].
        foreach (JsonElement merge in merges.EnumerateArray())
        {
            string[] pair = merge.ValueKind == JsonValueKind.Array
                ? [.. merge.EnumerateArray().Select(part => file.Text(part, "a part of a merge"))]
                : file.Text(merge, "a merge").Split(' ');
            if (pair.Length != 2)
                throw file.Error($"merge {_merges.Added + 1} has {pair.Length} parts, not 2.");
            _merges.Add(pair[0], pair[1], vocabulary, file);
        }
    }

    private void ReadAddedTokens(TokenizerFile file, JsonElement tokens, Dictionary<string, int> vocabulary)
    {
        foreach (JsonElement entry in tokens.EnumerateArray())
        {
            int id = file.Id(file.Member(entry, "id", JsonValueKind.Number), "an added token");
            _added[file.AddedToken(entry, id, vocabulary)] = id;
        }
    }
}
