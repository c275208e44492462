using System.Diagnostics;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Voices;

/// <summary>
/// The folder on disk: paths that stay inside, temporary names, a lock against other processes, and what dead ones left behind.
/// What it makes first has a name that begins with <c>.tmp-</c> or <c>.trash-</c> and gets its own by one rename.
/// </summary>
internal sealed class VoiceFolder : IDisposable
{
    /// <summary>How the names of unfinished entries begin; the id of the library that makes them follows.</summary>
    public const string TemporaryPrefix = ".tmp-";

    /// <summary>How the names of deleted entries begin.</summary>
    public const string TrashPrefix = ".trash-";

    /// <summary>Folder of a voice's recordings.</summary>
    public const string Clips = "clips";

    private const string LockFile = ".lock";
    private const int WindowsSharingViolation = unchecked((int)0x80070020);

    // errno of EWOULDBLOCK, which .NET passes on as it is.
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly string _session = Guid.NewGuid().ToString("N");
    private readonly Lock _gate = new();
    private FileStream? _alive;
    private string? _scratch;
    private bool _held;

    /// <summary>Opens the folder, which is made if it is not there.</summary>
    /// <exception cref="VoiceStorageException">It cannot be made.</exception>
    public VoiceFolder(string path)
    {
        Root = Path.GetFullPath(path);
        VoiceStorageException.Guard("The folder of voices could not be made", () => Directory.CreateDirectory(Root));
    }

    /// <summary>Its full path.</summary>
    public string Root { get; }

    /// <summary>Changes whenever an entry of the folder appears, disappears or is replaced.</summary>
    /// <exception cref="IOException">The folder is gone.</exception>
    public DateTime Changed
    {
        get
        {
            DirectoryInfo info = new(Root);
            return info.Exists ? info.LastWriteTimeUtc : throw new DirectoryNotFoundException($"There is no folder '{Root}'.");
        }
    }

    /// <summary>Whether an entry is a symbolic link. None is followed, so that nothing outside of the folder is ever served.</summary>
    public static bool IsLink(FileSystemInfo info) => info.Attributes.HasFlag(FileAttributes.ReparsePoint) && info.LinkTarget is not null;

    /// <summary>The path of an entry inside, which need not be there.</summary>
    /// <exception cref="VoiceException">A part is no plain name, or is a symbolic link.</exception>
    public string Inside(params ReadOnlySpan<string> parts)
    {
        string path = Root;
        foreach (string part in parts)
        {
            if (part is "" or "." or ".." || part.AsSpan().ContainsAny('/', '\\', '\0'))
                throw new VoiceException("A name leads out of the folder of voices.");
            path = Path.Combine(path, part);
            // Of a file that is not there, LinkTarget is null.
            if (new FileInfo(path).LinkTarget is not null)
                throw new VoiceException(
                    $"'{VoiceName.Printable(part)}' in the folder of voices is a symbolic link, which is not followed. Put a copy in its place.");
        }

        return path;
    }

    /// <summary>The path of a voice's recording.</summary>
    /// <inheritdoc cref="Inside" path="/exception"/>
    public string ClipPath(VoiceEntry voice, VoiceClip clip) => voice.IsReadOnly ? Inside(clip.File) : Inside(voice.Id, Clips, clip.File);

    /// <summary>A path for something unfinished, which no other library touches as long as this one lives.</summary>
    public string NewTemporary()
    {
        lock (_gate)
            if (_alive is null)
                Locked(() => _alive = new FileStream(
                    Path.Combine(Root, TemporaryPrefix + _session), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose));
        return Path.Combine(Root, $"{TemporaryPrefix}{_session}-{Guid.NewGuid():N}");
    }

    /// <summary>Makes a folder for temporary files of this process. It goes with it: at its end, or when the next library is opened.</summary>
    public string MakeScratch()
    {
        string path = NewTemporary();
        Directory.CreateDirectory(path);
        return _scratch = path;
    }

    /// <summary>Does work while no other thread and no other process does any under this lock, nor makes a library of this folder.</summary>
    /// <exception cref="VoiceStorageException">Another process does not give the lock back.</exception>
    public T Exclusively<T>(Func<T> work)
    {
        lock (_gate)
            return Locked(work);
    }

    /// <summary>Replaces a file by one that <paramref name="write"/> writes elsewhere first.</summary>
    public void Replace(string path, Action<string> write)
    {
        string temporary = NewTemporary();
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            Remove(temporary);
        }
    }

    /// <summary>Makes an entry invisible by one rename, and returns what is then to be removed.</summary>
    public string Discard(string path)
    {
        string trash = Path.Combine(Root, $"{TrashPrefix}{Guid.NewGuid():N}");
        Directory.Move(path, trash);
        return trash;
    }

    /// <summary>Removes a file or a folder, as far as it can be; what stays is removed at a later start.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Debug.WriteLine(error);
        }
    }

    /// <summary>Removes what is deleted already, and what libraries that are no more left unfinished.</summary>
    public void RemoveLeftovers() => Exclusively(() =>
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(Root, TrashPrefix + "*"))
            Remove(path);
        foreach (string path in Directory.EnumerateFileSystemEntries(Root, TemporaryPrefix + "*"))
            if (!IsAlive(Path.GetFileName(path)))
                Remove(path);
        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_scratch is not null)
                Remove(_scratch);
            _alive?.Dispose();
            _alive = null;
        }
    }

    /// <summary>Whether the library that made an entry still holds its file open; the system closes it when a process dies.</summary>
    private bool IsAlive(string name)
    {
        string session = name.Split('-').ElementAtOrDefault(1) ?? "";
        string marker = Path.Combine(Root, TemporaryPrefix + session);
        if (!File.Exists(marker))
            return false;
        try
        {
            using FileStream free = new(marker, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }

    /// <summary>Takes the lock against other processes, unless this thread has it; the caller holds the one against threads.</summary>
    private T Locked<T>(Func<T> work)
    {
        if (_held)
            return work();
        using FileStream file = OpenLock();
        try
        {
            _held = true;
            return work();
        }
        finally
        {
            _held = false;
        }
    }

    private FileStream OpenLock()
    {
        for (long start = Stopwatch.GetTimestamp(); ;)
        {
            try
            {
                return new FileStream(Path.Combine(Root, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException error) when (error.HResult is WindowsSharingViolation or LinuxWouldBlock or MacWouldBlock)
            {
                if (Stopwatch.GetElapsedTime(start) > Patience)
                    throw new VoiceStorageException("Another program is changing the voices and does not finish. Try again, and see what it does.");
                Thread.Sleep(Pause);
            }
        }
    }
}
