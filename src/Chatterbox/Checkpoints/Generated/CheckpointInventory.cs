using System.Text.Json;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Checkpoints.Generated;

/// <summary>The files of a checkpoint with name, shape and format of every tensor, from an <c>inventory.json</c>.</summary>
public sealed class CheckpointInventory
{
    private const long MaxBytes = 16 << 20;

    private CheckpointInventory(IReadOnlyDictionary<string, IReadOnlyList<InventoryEntry>> files) => Files = files;

    /// <summary>The tensors in the order of each file, by file name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<InventoryEntry>> Files { get; }

    /// <summary>What the values of all files take, in bytes.</summary>
    public long Bytes => Files.Values.Sum(file => file.Sum(entry => entry.Shape.Count * (entry.IsInteger ? sizeof(long) : sizeof(float))));

    /// <summary>Reads an inventory: an object of file names, each with a list of {name, shape, dtype, computed}.</summary>
    /// <exception cref="CheckpointException">The file is malformed.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static CheckpointInventory Load(string path)
    {
        using FileStream stream = RegularFile.Open(path);
        if (stream.Length > MaxBytes)
            throw new CheckpointException($"{path} has {stream.Length} bytes; an inventory has at most {MaxBytes}.");
        try
        {
            using JsonDocument json = JsonDocument.Parse(stream, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            Dictionary<string, IReadOnlyList<InventoryEntry>> files = [];
            foreach (JsonProperty file in json.RootElement.EnumerateObject())
                files.Add(file.Name, ReadFile(file));
            return new CheckpointInventory(files);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // The reader's own complaints: wrong kinds of values, missing fields, numbers or ranks out of range.
            throw new CheckpointException($"{path} is not an inventory of a checkpoint: {error.Message}", error);
        }
    }

    private static List<InventoryEntry> ReadFile(JsonProperty file)
    {
        if (file.Name != Path.GetFileName(file.Name) || file.Name.Length == 0)
            throw new FormatException($"'{file.Name}' is not the name of a file.");
        List<InventoryEntry> entries = [];
        HashSet<string> names = [];
        foreach (JsonElement tensor in file.Value.EnumerateArray())
        {
            InventoryEntry entry = ReadEntry(tensor);
            if (!names.Add(entry.Name))
                throw new FormatException($"'{entry.Name}' appears twice in {file.Name}.");
            entries.Add(entry);
        }
        return entries;
    }

    private static InventoryEntry ReadEntry(JsonElement tensor)
    {
        string name = tensor.GetProperty("name").GetString() ?? throw new FormatException("a tensor has no name.");
        Shape shape = ReadShape(name, tensor.GetProperty("shape"));
        bool isInteger = tensor.GetProperty("dtype").GetString() switch
        {
            "F32" => false,
            "I64" => true,
            string other => throw new FormatException($"'{name}' has the dtype {other}; only F32 and I64 are made."),
            null => throw new FormatException($"'{name}' has no dtype."),
        };
        bool isComputed = tensor.TryGetProperty("computed", out JsonElement computed) && computed.GetBoolean();
        return new InventoryEntry(name, shape, isInteger, isComputed);
    }

    private static Shape ReadShape(string name, JsonElement array)
    {
        Shape shape = new([.. array.EnumerateArray().Select(dimension => dimension.GetInt32())]);
        Int128 count = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            count *= shape[i];
            if (count > Array.MaxLength)
                throw new FormatException($"'{name}' of shape {shape} is too large.");
        }
        return shape;
    }
}
