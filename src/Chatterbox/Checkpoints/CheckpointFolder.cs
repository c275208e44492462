using Chatterbox.Checkpoints.Generated;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Checkpoints;

/// <summary>
/// A folder with the published files of one family, or with files of the same names. Symbolic links, as in a Hugging Face
/// snapshot, are followed. The weights stay mapped until it is disposed.
/// </summary>
public sealed class CheckpointFolder : IDisposable
{
    private readonly SafetensorsFile[] _files;

    private CheckpointFolder(ModelFamily family, CheckpointPaths paths)
    {
        Family = family;
        Paths = paths;
        List<SafetensorsFile> files = [];
        try
        {
            foreach (string path in (ReadOnlySpan<string>)[paths.T3, paths.S3Gen, paths.VoiceEncoder])
                files.Add(SafetensorsFile.Open(path));
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
        _files = [.. files];
        Sources = new CheckpointSources(family, files[0], files[1], files[2]);
    }

    /// <summary>Which kind of model it holds.</summary>
    public ModelFamily Family { get; }

    /// <summary>Where its files are.</summary>
    public CheckpointPaths Paths { get; }

    /// <summary>The three weight files.</summary>
    public CheckpointSources Sources { get; }

    /// <summary>Whether a file says that its values are random, so that the model speaks noise.</summary>
    public bool IsRandom =>
        Array.Exists(_files, file => file.Metadata.GetValueOrDefault(GeneratedCheckpoint.RandomMark) == "true");

    /// <summary>
    /// Opens the files of <paramref name="family"/> in <paramref name="folder"/>. Without a family, the name of the T3 file
    /// tells it, of which there must be one; without <paramref name="t3"/>, that is the family's first one there.
    /// </summary>
    /// <exception cref="CheckpointException">Files are missing or malformed, or the family is not certain.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static CheckpointFolder Open(string folder, ModelFamily? family = null, string? t3 = null)
    {
        ModelFamily chosen = family ?? CheckpointPaths.DetectFamily(folder, t3);
        return new CheckpointFolder(chosen, CheckpointPaths.Find(folder, chosen, t3));
    }

    /// <summary>The built-in voice, or null when the folder has none.</summary>
    /// <exception cref="CheckpointException">The voice is malformed.</exception>
    public Conditionals? LoadVoice() => Paths.Voice is null ? null : Conditionals.Load(Paths.Voice);

    /// <summary>Unmaps the weights. Tensors taken from them must no longer be used.</summary>
    public void Dispose() => Sources.Dispose();
}
