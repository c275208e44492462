using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Chatterbox.Text;

/// <summary>
/// The tokenizer of the Turbo and Nano families: GPT-2's byte-level BPE with added tags ([laugh] and others), as
/// <c>AutoTokenizer</c> reads it from vocab.json, merges.txt and tokenizer_config.json.
/// </summary>
public sealed class Gpt2Tokenizer : Tokenizer
{
    private readonly AddedTokens _found = new();
    private readonly MergeTable _merges = new();
    private readonly int[] _bytes = new int[256];

    /// <summary>Reads the three files.</summary>
    /// <exception cref="InvalidDataException">A file is broken.</exception>
    public Gpt2Tokenizer(string vocabularyPath, string mergesPath, string configurationPath, SpecialTokens policy)
    {
        TokenizerFile vocabularyFile = TokenizerFile.Read(vocabularyPath);
        Dictionary<string, int> vocabulary = vocabularyFile.Vocabulary(vocabularyFile.Json(JsonValueKind.Object));
        for (int b = 0; b < _bytes.Length; b++)
            if (!vocabulary.TryGetValue(ByteSymbols.All[b].ToString(), out _bytes[b]))
                throw vocabularyFile.Error($"the vocabulary lacks \"{ByteSymbols.All[b]}\", the token of byte {b}.");

        ReadMerges(TokenizerFile.Read(mergesPath), vocabulary);
        int largest = vocabulary.Values.Max();
        List<string> tags = [];
        foreach ((string token, int id, bool isTag) in ReadAddedTokens(TokenizerFile.Read(configurationPath), vocabulary))
        {
            if (isTag)
                tags.Add(token);
            if (isTag || policy == SpecialTokens.AsReference)
                _found.Add(token, id);
            largest = Math.Max(largest, id);
        }
        Tags = tags;
        VocabularySize = largest + 1;
    }

    /// <inheritdoc/>
    public override int VocabularySize { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Tags { get; }

    /// <inheritdoc/>
    public override int[] Encode(string normalizedText, string? language)
    {
        ArgumentNullException.ThrowIfNull(normalizedText);
        RequireEnglish(language);
        List<int> ids = new(normalizedText.Length);
        WordMerger merger = new(_merges);
        for (int start = 0; start < normalizedText.Length;)
        {
            bool found = _found.TryFind(normalizedText, start, out int position, out int length, out int id);
            EncodePlain(normalizedText.AsSpan(start, position - start), merger, ids);
            if (found)
                ids.Add(id);
            start = position + length;
        }
        return [.. ids];
    }

    private void EncodePlain(ReadOnlySpan<char> text, WordMerger merger, List<int> ids)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (!text.IsEmpty)
        {
            int end = Gpt2Words.FirstLength(text);
            foreach (Rune rune in text[..end].EnumerateRunes())
                foreach (byte b in utf8[..rune.EncodeToUtf8(utf8)])
                    merger.Push(_bytes[b]);
            merger.Flush(ids);
            text = text[end..];
        }
    }

    private void ReadMerges(TokenizerFile file, Dictionary<string, int> vocabulary)
    {
        string text;
        try
        {
            text = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(file.Bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw file.Error("not valid UTF-8.", e);
        }

        foreach (string line in text.Split('\n'))
        {
            string merge = line.TrimEnd('\r');
            if (merge.Length == 0 || merge.StartsWith("#version", StringComparison.Ordinal))
                continue;
            string[] pair = merge.Split(' ');
            if (pair.Length != 2)
                throw file.Error($"the merge \"{merge}\" has {pair.Length} parts, not 2.");
            _merges.Add(pair[0], pair[1], vocabulary, file);
        }
    }

    /// <summary>The added tokens of tokenizer_config.json. Those that are not special are tags.</summary>
    private static IEnumerable<(string Token, int Id, bool IsTag)> ReadAddedTokens(
        TokenizerFile file, Dictionary<string, int> vocabulary)
    {
        JsonElement root = file.Json(JsonValueKind.Object);
        foreach (JsonProperty entry in file.Member(root, "added_tokens_decoder", JsonValueKind.Object).EnumerateObject())
        {
            string name = file.Name(entry);
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id > TokenizerFile.MaxId)
                throw file.Error($"the id of an added token is \"{name}\", not a whole number from 0 to {TokenizerFile.MaxId}.");
            string token = file.AddedToken(entry.Value, id, vocabulary);
            yield return (token, id, IsTag: !file.Flag(entry.Value, "special"));
        }
    }
}
