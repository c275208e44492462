using System.Buffers;
using System.Security.Cryptography;

namespace Chatterbox.Server.Download;

/// <summary>Brings the files of a family into a folder, or tells what it lacks.</summary>
/// <param name="repository">The repository, "owner/name".</param>
/// <param name="revision">A commit, branch or tag.</param>
/// <param name="files">The files.</param>
/// <param name="folder">The folder.</param>
/// <param name="observer">Is told how far it is.</param>
internal sealed class FamilyDownload(string repository, string revision, IReadOnlyList<PublishedFile> files, string folder, IDownloadObserver observer)
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Fetches what is missing. Files that are there stay, unless they are not verified and <paramref name="force"/> is given.</summary>
    /// <exception cref="DownloadException">A file cannot be had, or another file has its name; the message says what to do.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public async Task FetchAsync(HubClient client, bool force, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using FolderLock alone = FolderLock.Take(folder);
        observer.Begin(files.Sum(file => file.Size ?? 0));
        List<PublishedFile> missing = FindMissing(force, cancellation);
        RequireSpace(missing);
        foreach (PublishedFile file in missing)
        {
            var source = new HubFile(repository, revision, file.Name);
            long bytes = await new FileDownload(client, source, file, PathOf(file), observer).RunAsync(cancellation);
            observer.Finish($"{file.Name}: {ByteCount.Format(bytes)}, {(file.Sha256 is null ? "not verified, since its hash is not known" : "verified")}");
        }
    }

    /// <summary>Verifies what is there and fetches nothing.</summary>
    /// <exception cref="DownloadException">Files are missing or others than the published ones; the message names them.</exception>
    public void Verify(CancellationToken cancellation)
    {
        observer.Begin(files.Sum(file => file.Size ?? 0));
        List<string> missing = [], different = [];
        foreach (PublishedFile file in files)
        {
            FileState state = StateOf(file, cancellation);
            if (state == FileState.Missing)
                missing.Add(file.Name);
            else if (state == FileState.Different)
                different.Add(file.Name);
            else
                Keep(file, state);
        }
        if (missing.Count > 0)
            throw new DownloadException($"The folder '{folder}' lacks {string.Join(", ", missing)}{(different.Count > 0 ? $" and has other files than the published {string.Join(", ", different)}" : "")}. Run this again without --offline.");
        if (different.Count > 0)
            throw new DownloadException(Differs(different));
    }

    private List<PublishedFile> FindMissing(bool force, CancellationToken cancellation)
    {
        List<PublishedFile> missing = [];
        List<string> different = [];
        foreach (PublishedFile file in files)
        {
            FileState state = StateOf(file, cancellation);
            if (state == FileState.Missing || (force && state != FileState.Verified))
                missing.Add(file);
            else if (state == FileState.Different)
                different.Add(file.Name);
            else
                Keep(file, state);
        }
        return different.Count == 0 ? missing : throw new DownloadException(Differs(different));
    }

    private string Differs(List<string> names) =>
        $"The folder '{folder}' has other files than the published {string.Join(", ", names)}. --force replaces them; --out names another folder.";

    private void Keep(PublishedFile file, FileState state) =>
        observer.Finish($"{file.Name}: there, {(state == FileState.Verified ? "verified" : "not verified, since its hash is not known")}");

    private FileState StateOf(PublishedFile file, CancellationToken cancellation)
    {
        try
        {
            using FileStream stream = new(PathOf(file), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            if (stream.Length != (file.Size ?? stream.Length))
                return FileState.Different;
            if (file.Sha256 is null)
                return FileState.Unverified;
            if (Sha256(stream, cancellation) == file.Sha256)
                return FileState.Verified;
            observer.Advance(-stream.Length);
            return FileState.Different;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            // Also a link that leads nowhere.
            return FileState.Missing;
        }
    }

    private string Sha256(FileStream stream, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (stream.Read(buffer) is > 0 and int read)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                observer.Advance(read);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void RequireSpace(List<PublishedFile> missing)
    {
        long needed = missing.Sum(file => Math.Max(0, (file.Size ?? 0) - PartBytes(file)));
        if (FreeBytes() is { } free && needed > free)
            throw new DownloadException($"The files take {ByteCount.Format(needed)} more, but only {ByteCount.Format(free)} are free at '{folder}'. Make room, or name another folder with --out.");
    }

    private long? FreeBytes()
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (ArgumentException)
        {
            // A share on the network, which has no drive on Windows.
            return null;
        }
    }

    private long PartBytes(PublishedFile file) => new FileInfo(PartFile.PathOf(PathOf(file))) is { Exists: true } part ? part.Length : 0;

    private string PathOf(PublishedFile file) => Path.Combine(folder, file.Name);
}
