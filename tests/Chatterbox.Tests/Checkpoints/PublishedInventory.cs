using System.Collections.Concurrent;
using System.Text.Json;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Checkpoints;

/// <summary>Names and shapes of the published checkpoints, to build models without their weights.</summary>
internal static class PublishedInventory
{
    private const string Suffix = ".tensors.json";
    private static readonly ConcurrentDictionary<string, KeyValuePair<string, Shape>[]> Read = new();

    /// <summary>The published files whose inventories are at hand.</summary>
    public static IEnumerable<string> Files =>
        Directory.GetFiles(Repo.Path("tests", "data", "golden", "checkpoints"), "*" + Suffix)
            .Select(path => Path.GetFileName(path)[..^Suffix.Length]);

    /// <summary>The weights of a published file such as <c>t3_cfg.safetensors</c>, shapes only.</summary>
    public static Weights Weights(string file) => Chatterbox.Tensors.Weights.FromInventory(file, Shapes(file));

    /// <summary>Names and shapes in the order of a published file.</summary>
    public static IReadOnlyList<KeyValuePair<string, Shape>> Shapes(string file) => Read.GetOrAdd(file, ReadShapes);

    /// <summary>The header of a published file, as JSON.</summary>
    public static string HeaderPath(string file) => Repo.Path("tests", "data", "golden", "checkpoints", file + Suffix);

    private static KeyValuePair<string, Shape>[] ReadShapes(string file)
    {
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(HeaderPath(file)));
        return [.. json.RootElement.EnumerateObject()
            .Where(tensor => tensor.Name != "__metadata__")
            .Select(tensor => KeyValuePair.Create(tensor.Name, ShapeOf(tensor.Value)))];
    }

    private static Shape ShapeOf(JsonElement tensor) =>
        new([.. tensor.GetProperty("shape").EnumerateArray().Select(dimension => dimension.GetInt32())]);
}
