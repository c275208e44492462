using Chatterbox.Checkpoints;

namespace Chatterbox.Server.Engine;

/// <summary>Which model to load. Immutable.</summary>
/// <param name="Folder">Its folder; null for pico, which comes with the program.</param>
/// <param name="Family">Which of the folder's families, or null to be told by its T3 file.</param>
/// <param name="T3">The name of its T3 file, or null for the family's.</param>
/// <param name="AllowRandom">Whether a checkpoint of random values may speak its noise.</param>
internal sealed record ModelSource(string? Folder, ModelFamily? Family, string? T3, bool AllowRandom)
{
    /// <summary>Whether this is the model that comes with the program.</summary>
    public bool IsBuiltIn => Folder is null;

    /// <summary>Opens the folder.</summary>
    /// <exception cref="Tensors.CheckpointException">Files are missing or malformed; the message says which and what to run.</exception>
    public CheckpointFolder Open()
    {
        CheckpointFolder folder = IsBuiltIn ? CheckpointFolder.Open(BundledFiles.Pico) : CheckpointFolder.Open(Folder!, Family, T3);
        if (!folder.IsRandom || AllowRandom)
            return folder;
        folder.Dispose();
        throw new Tensors.CheckpointException("This checkpoint holds random values and speaks noise. Start with --random if that is what you want.");
    }
}
