namespace Chatterbox.Tensors.Files;

/// <summary>Opens files that are read as a whole. A pipe would be waited for, perhaps for ever, and tells no length.</summary>
public static class RegularFile
{
    private const int DefaultBuffer = 4096;

    /// <summary>Opens the file at <paramref name="path"/>, links followed, for reading.</summary>
    /// <exception cref="CheckpointException">There is a folder, a device, a pipe or a socket.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream Open(string path, int bufferSize = DefaultBuffer)
    {
        if (SpecialFile.IsAt(Path.GetFullPath(path)))
            throw new CheckpointException($"'{path}' is a device, a pipe or a socket. Name a file: save what comes from there first.");
        if (Directory.Exists(path))
            throw new CheckpointException($"'{path}' is a folder, not a file.");
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize);
    }
}
