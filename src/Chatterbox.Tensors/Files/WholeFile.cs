namespace Chatterbox.Tensors.Files;

/// <summary>
/// A file that appears under its name only when it is complete: it is written beside it first, and then takes the place of an older
/// file of that name. Without <see cref="Commit"/> nothing of it is left.
/// </summary>
public sealed class WholeFile : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly string _path;
    private readonly string _temporary;

    /// <summary>Opens a file that is to be called <paramref name="path"/>.</summary>
    /// <exception cref="IOException">It cannot be written, or <paramref name="path"/> is a device, a pipe or a socket.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public WholeFile(string path)
    {
        _path = Target(path);
        _temporary = $"{_path}.{Guid.NewGuid():N}.tmp";
        try
        {
            Stream = new FileStream(_temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException(InOwnName(error), error);
        }
        catch (IOException error)
        {
            throw new IOException(InOwnName(error), error);
        }
    }

    /// <summary>Takes the content.</summary>
    public FileStream Stream { get; }

    /// <summary>The full path at which a file called <paramref name="path"/> would be written: where it leads if it is a link.</summary>
    /// <exception cref="IOException">
    /// There is a device, a pipe or a socket, whose place a file must not take; or links lead in a circle.
    /// </exception>
    public static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (SpecialFile.IsAt(full))
            throw new IOException($"'{path}' is a device, a pipe or a socket, no file that could be written as a whole.");
        return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
    }

    /// <summary>Gives the complete file its name.</summary>
    /// <exception cref="IOException">The disk is full, or a folder has the name.</exception>
    public void Commit()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        File.Move(_temporary, _path, overwrite: true);
    }

    /// <summary>Deletes the file unless it got its name.</summary>
    public void Dispose()
    {
        try
        {
            Stream.Dispose();
        }
        finally
        {
            File.Delete(_temporary);
        }
    }

    /// <summary>The message without the name that nobody chose.</summary>
    private string InOwnName(Exception error) => error.Message.Replace(_temporary, _path, StringComparison.Ordinal);
}
