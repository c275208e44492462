using Chatterbox.Checkpoints;

namespace Chatterbox.Server.Engine;

/// <summary>The models that may be loaded while the server runs: the one it was started with, and the folders in the operator's models folder.</summary>
/// <param name="started">The model that the server was started with.</param>
/// <param name="folder">A folder with a folder for each model; null if models are not to be changed.</param>
internal sealed class ModelShelf(ModelSource started, string? folder)
{
    private const string BuiltIn = "pico";

    /// <summary>Whether the operator lets clients change the model.</summary>
    public bool IsOpen => folder is not null;

    /// <summary>All names, of the folders as they are now.</summary>
    public IReadOnlyList<string> Names => [.. Sources().Select(NameOf).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>What a model is called: the name of its folder.</summary>
    public static string NameOf(ModelSource source) => source.Folder is null ? BuiltIn : Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source.Folder)));

    /// <summary>The model of a name, or null. Only names of folders that are there lead anywhere, whatever is in the name.</summary>
    public ModelSource? Find(string name) => Sources().FirstOrDefault(source => NameOf(source) == name);

    private IEnumerable<ModelSource> Sources()
    {
        yield return started;
        if (folder is null || !Directory.Exists(folder))
            yield break;
        foreach (string path in Directory.EnumerateDirectories(folder))
            if (CheckpointPaths.IsModelFolder(path))
                yield return new ModelSource(path, null, null, started.AllowRandom);
    }
}
