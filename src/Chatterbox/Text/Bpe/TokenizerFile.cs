using System.Globalization;
using System.Text.Json;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Text;

/// <summary>
/// Reads the files of a tokenizer, which may come from anywhere: sizes and nesting are bounded, and everything that is not
/// as it should be is an <see cref="InvalidDataException"/> that names the file.
/// </summary>
internal sealed class TokenizerFile
{
    /// <summary>The published files have at most 2 MB.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>The largest id allowed; the published vocabularies end at 50,275.</summary>
    public const int MaxId = 1 << 20;

    private const int MaxDepth = 16;

    // A message may quote the file, which may hold anything.
    private const int MaxProblem = 400;

    private readonly string _path;

    private TokenizerFile(string path, byte[] bytes) => (_path, Bytes) = (path, bytes);

    /// <summary>The contents.</summary>
    public byte[] Bytes { get; }

    /// <exception cref="InvalidDataException">The file has more than <see cref="MaxBytes"/>.</exception>
    /// <exception cref="Tensors.CheckpointException">It is no regular file.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static TokenizerFile Read(string path)
    {
        using FileStream stream = RegularFile.Open(path);
        if (stream.Length > MaxBytes)
            throw new InvalidDataException(
                string.Create(CultureInfo.InvariantCulture, $"{path}: {stream.Length} bytes are too many for a tokenizer file; at most {MaxBytes} are read."));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new TokenizerFile(path, bytes);
    }

    /// <summary>The error to throw for what is wrong with this file.</summary>
    public InvalidDataException Error(string problem, Exception? cause = null) =>
        new($"{_path}: {(problem.Length <= MaxProblem ? problem : problem[..MaxProblem] + "...")}", cause);

    /// <summary>The contents as JSON whose root has the given kind.</summary>
    public JsonElement Json(JsonValueKind kind)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            JsonElement root = document.RootElement.Clone();
            return root.ValueKind == kind ? root : throw Error($"the root is {root.ValueKind}, not {kind}.");
        }
        catch (JsonException e)
        {
            throw Error($"not valid JSON ({e.Message})", e);
        }
    }

    /// <summary>A member of an object that must be there and have the given kind.</summary>
    public JsonElement Member(JsonElement parent, string name, JsonValueKind kind)
    {
        if (parent.ValueKind != JsonValueKind.Object || !parent.TryGetProperty(name, out JsonElement member))
            throw Error($"\"{name}\" is missing.");
        return member.ValueKind == kind ? member : throw Error($"\"{name}\" is {member.ValueKind}, not {kind}.");
    }

    /// <summary>A flag of an object; false if it is not there.</summary>
    public bool Flag(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out JsonElement member))
            return false;
        return member.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Error($"\"{name}\" is {member.ValueKind}, not true or false."),
        };
    }

    /// <summary>The text of a JSON string.</summary>
    public string Text(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.String)
            throw Error($"{what} is {element.ValueKind}, not a string.");
        return Decoded(element, static e => e.GetString()!, what);
    }

    /// <summary>A token id.</summary>
    public int Id(JsonElement element, string owner)
    {
        if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt32(out int id) || id is < 0 or > MaxId)
            throw Error($"the id of {owner} is {element.GetRawText()}, not a whole number from 0 to {MaxId}.");
        return id;
    }

    /// <summary>A vocabulary: an object of tokens with their ids.</summary>
    public Dictionary<string, int> Vocabulary(JsonElement element)
    {
        Dictionary<string, int> vocabulary = new(StringComparer.Ordinal);
        foreach (JsonProperty entry in element.EnumerateObject())
        {
            string token = Name(entry);
            vocabulary[token] = Id(entry.Value, $"\"{token}\"");
        }
        return vocabulary;
    }

    /// <summary>The text of an added token, which must agree with the vocabulary and be found wherever it stands.</summary>
    public string AddedToken(JsonElement entry, int id, Dictionary<string, int> vocabulary)
    {
        string token = Text(Member(entry, "content", JsonValueKind.String), $"the content of the added token {id}");
        if (token.Length == 0)
            throw Error($"the added token {id} is empty.");
        if (vocabulary.TryGetValue(token, out int other) && other != id)
            throw Error($"the added token \"{token}\" has the id {id}, but {other} in the vocabulary.");
        foreach (string option in (ReadOnlySpan<string>)["single_word", "lstrip", "rstrip"])
            if (Flag(entry, option))
                throw Error($"the added token \"{token}\" sets {option}, which the tokenizers of Chatterbox do not set.");
        return token;
    }

    /// <summary>The name of a member of an object.</summary>
    public string Name(JsonProperty property) => Decoded(property, static p => p.Name, "a name");

    private string Decoded<T>(T source, Func<T, string> read, string what)
    {
        try
        {
            return read(source);
        }
        catch (InvalidOperationException e)
        {
            // System.Text.Json answers broken UTF-8 and lone surrogates this way.
            throw Error($"{what} is not valid Unicode text.", e);
        }
    }
}
