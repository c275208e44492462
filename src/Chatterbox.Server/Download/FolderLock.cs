namespace Chatterbox.Server.Download;

/// <summary>Keeps a second download out of a folder, by a file that is there while the first runs.</summary>
internal sealed class FolderLock : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = ".chatterbox-download.lock";

    private readonly FileStream _file;

    private FolderLock(FileStream file) => _file = file;

    /// <summary>Takes the lock of a folder. A lock file that a crash has left behind does not count.</summary>
    /// <exception cref="DownloadException">Another download has it.</exception>
    public static FolderLock Take(string folder)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose));
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new DownloadException($"Another download is writing into '{folder}'. Wait until it is done, or name another folder with --out.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
