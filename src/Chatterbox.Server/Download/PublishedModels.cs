using System.Text.Json;

namespace Chatterbox.Server.Download;

/// <summary>The list of published models, <c>models/models.json</c>: repository, revision and files of each family.</summary>
internal sealed class PublishedModels
{
    /// <summary>Most bytes that a file of the list may have, 1 TiB.</summary>
    public const long MaxFileBytes = 1L << 40;

    private const int MaxListBytes = 256 << 10;
    private const int MaxFiles = 64;

    private readonly Dictionary<ModelFamily, PublishedFamily> _families = [];

    /// <summary>Reads a list.</summary>
    /// <exception cref="InvalidDataException">The list is malformed.</exception>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public static PublishedModels Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        if (stream.Length > MaxListBytes)
            throw new InvalidDataException($"'{path}' has {stream.Length} bytes; a list of models has at most {MaxListBytes}.");
        try
        {
            using JsonDocument json = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            PublishedModels models = new();
            foreach (JsonProperty family in json.RootElement.GetProperty("families").EnumerateObject())
                if (!models._families.TryAdd(ReadFamilyName(family.Name), ReadFamily(family)))
                    throw new FormatException($"the family '{family.Name}' is there twice.");
            return models;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // The reader's own complaints: wrong kinds of values, missing fields, numbers out of range.
            throw new InvalidDataException($"'{path}' is not a list of models: {error.Message}", error);
        }
    }

    /// <summary>Where a family is published.</summary>
    /// <exception cref="InvalidDataException">The list lacks it.</exception>
    public PublishedFamily Of(ModelFamily family) =>
        _families.TryGetValue(family, out PublishedFamily? published) ? published : throw new InvalidDataException($"The list of models has no family {family}.");

    private static ModelFamily ReadFamilyName(string name)
    {
        foreach (ModelFamily family in Enum.GetValues<ModelFamily>())
            if (family.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
                return family;
        throw new FormatException($"there is no family '{name}'.");
    }

    private static PublishedFamily ReadFamily(JsonProperty family)
    {
        List<PublishedFile> files = [.. family.Value.GetProperty("files").EnumerateArray().Select(ReadFile)];
        if (files.Count is 0 or > MaxFiles)
            throw new FormatException($"{family.Name} has {files.Count} files, not 1 to {MaxFiles}.");
        // Some file systems do not tell a from A.
        if (files.DistinctBy(file => file.Name, StringComparer.OrdinalIgnoreCase).Count() != files.Count)
            throw new FormatException($"{family.Name} names a file twice.");
        List<string> t3 = [.. family.Value.GetProperty("t3").EnumerateArray().Select(name => Text(name, "a T3 file"))];
        if (t3.Count == 0 || !t3.TrueForAll(name => files.Exists(file => file.Name == name)))
            throw new FormatException($"{family.Name} has no T3 file, or one that is not among its files.");
        return new PublishedFamily(
            Checked(family.Value, "repository", PublishedName.IsRepository), Checked(family.Value, "revision", PublishedName.IsRevision), t3, files);
    }

    private static PublishedFile ReadFile(JsonElement file)
    {
        string name = Checked(file, "name", PublishedName.IsFile);
        long? size = file.TryGetProperty("size", out JsonElement bytes) ? bytes.GetInt64() : null;
        if (size is < 1 or > MaxFileBytes)
            throw new FormatException($"'{name}' has {size} bytes, not 1 to {MaxFileBytes}.");
        return new PublishedFile(name, size, file.TryGetProperty("sha256", out _) ? Checked(file, "sha256", PublishedName.IsSha256) : null);
    }

    private static string Checked(JsonElement element, string property, Func<string, bool> isValid)
    {
        string value = Text(element.GetProperty(property), property);
        return isValid(value) ? value : throw new FormatException($"\"{property}\" cannot be '{value}'.");
    }

    private static string Text(JsonElement element, string what) => element.GetString() ?? throw new FormatException($"{what} is null.");
}
