using System.Buffers;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Chatterbox.Server.Download;

/// <summary>
/// The beginning of a file that is being fetched: FILE.part, with the server's entity tag in FILE.part.etag. Both outlive
/// the program, so that a later run goes on where this one stopped.
/// </summary>
internal sealed class PartFile : IDisposable
{
    /// <summary>What a part's name ends with.</summary>
    public const string Suffix = ".part";

    /// <summary>What the name of the tag's file ends with.</summary>
    public const string TagSuffix = ".etag";

    private const int MaxTagLength = 256;
    private const int BufferBytes = 1 << 20;

    private readonly string _target;
    private readonly FileStream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool _isClosed;

    private PartFile(string target)
    {
        _target = target;
        _stream = new FileStream(PathOf(target), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, BufferBytes);
    }

    /// <summary>Bytes that are there.</summary>
    public long Length { get; private set; }

    /// <summary>The server's tag of the file whose beginning this is; null if it gave none that is exact.</summary>
    public EntityTagHeaderValue? Tag { get; private set; }

    /// <summary>Where the part of a file lies.</summary>
    public static string PathOf(string target) => target + Suffix;

    /// <summary>Opens the part of the file <paramref name="target"/> and hashes what is there; more than <paramref name="maxBytes"/> is dropped.</summary>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public static PartFile Open(string target, long maxBytes, CancellationToken cancellation)
    {
        PartFile part = new(target);
        try
        {
            if (part._stream.Length > maxBytes)
                part.Restart(tag: null);
            else
                part.HashAll(cancellation);
            return part;
        }
        catch
        {
            part.Close();
            throw;
        }
    }

    /// <summary>Adds bytes at the end.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        _stream.Write(bytes);
        _hash.AppendData(bytes);
        Length += bytes.Length;
    }

    /// <summary>Drops all bytes; those to come are of the file with this tag.</summary>
    public void Restart(EntityTagHeaderValue? tag)
    {
        _stream.SetLength(0);
        _ = _hash.GetHashAndReset();
        Length = 0;
        Tag = tag is { IsWeak: false } && tag.Tag.Length <= MaxTagLength ? tag : null;
        if (Tag is null)
            File.Delete(TagPath);
        else
            File.WriteAllText(TagPath, Tag.Tag);
    }

    /// <summary>The SHA-256 of all bytes, as small hexadecimal digits.</summary>
    public string Sha256() => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <summary>Gives the file its name, in place of one that has it.</summary>
    public void Publish()
    {
        _stream.Flush(flushToDisk: true);
        Close();
        File.Move(PathOf(_target), _target, overwrite: true);
        File.Delete(TagPath);
    }

    /// <summary>Removes the part and its tag.</summary>
    public void Delete()
    {
        Close();
        File.Delete(PathOf(_target));
        File.Delete(TagPath);
    }

    /// <summary>Closes the part and leaves it for the next run, if it holds anything.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;
        if (Length == 0)
            Delete();
        else
            Close();
    }

    private string TagPath => PathOf(_target) + TagSuffix;

    private void Close()
    {
        _isClosed = true;
        _stream.Dispose();
        _hash.Dispose();
    }

    private void HashAll(CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            while (_stream.Read(buffer) is > 0 and int read)
            {
                cancellation.ThrowIfCancellationRequested();
                _hash.AppendData(buffer, 0, read);
                Length += read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        Tag = Length > 0 ? ReadTag() : null;
    }

    private EntityTagHeaderValue? ReadTag() =>
        new FileInfo(TagPath) is { Exists: true, Length: <= MaxTagLength }
        && EntityTagHeaderValue.TryParse(File.ReadAllText(TagPath), out EntityTagHeaderValue? tag) && !tag.IsWeak
            ? tag
            : null;
}
