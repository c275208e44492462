using System.IO.Compression;
using System.Text;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Files;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Checkpoints.Torch;

/// <summary>
/// Reads the zip archives that <c>torch.save</c> writes: <c>NAME/data.pkl</c> describes the object, <c>NAME/data/KEY</c>
/// hold the storages, all uncompressed. Meant for small files such as conds.pt; the file is the bound of all memory used.
/// </summary>
internal sealed class TorchArchive
{
    /// <summary>The largest file that is read; the voices of the reference have 0.1 to 0.8 MB.</summary>
    public const long MaxBytes = 4 << 20;

    private const string PickleName = "data.pkl";
    private const int MaxPickleBytes = 1 << 20;

    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];
    private readonly Dictionary<string, TorchStorage> _storages = [];
    private readonly string _folder;

    private TorchArchive(ZipArchive zip, long length)
    {
        long total = 0;
        foreach (ZipArchiveEntry entry in zip.Entries)
        {
            // Stored entries cannot exceed the file, unless several claim the same bytes.
            total += entry.Length;
            if (entry.Length != entry.CompressedLength || entry.Length > length || total > length)
                throw new CheckpointException($"its part '{entry.FullName}' is compressed, which torch.save never does.");
            if (!_entries.TryAdd(entry.FullName, entry))
                throw new CheckpointException($"it holds '{entry.FullName}' twice.");
        }
        string pickle = _entries.Keys.FirstOrDefault(name => name.EndsWith("/" + PickleName, StringComparison.Ordinal))
            ?? throw new CheckpointException($"it holds no {PickleName}; it was not written by torch.save.");
        _folder = pickle[..^PickleName.Length];
    }

    /// <summary>The object that was saved; see <see cref="PickleMachine.Run"/>.</summary>
    /// <exception cref="CheckpointException">The file is malformed, or holds more than tensors.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static object? Load(string path)
    {
        using MemoryStream content = new(ReadAll(path), writable: false);
        try
        {
            using ZipArchive zip = new(content, ZipArchiveMode.Read);
            return new TorchArchive(zip, content.Length).Load();
        }
        catch (CheckpointException error)
        {
            throw new CheckpointException($"{path} is not a file of tensors that can be read: {error.Message}", error);
        }
        catch (Exception error) when (error is InvalidDataException or IOException or NotSupportedException or ArgumentException)
        {
            throw new CheckpointException($"{path} is not a zip archive as torch.save writes it: {error.Message}", error);
        }
    }

    private static byte[] ReadAll(string path)
    {
        using FileStream stream = RegularFile.Open(path);
        if (stream.Length > MaxBytes)
            throw new CheckpointException($"{path} has {stream.Length} bytes; a voice has at most {MaxBytes}.");
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private object? Load()
    {
        if (_entries.ContainsKey(_folder + "byteorder") && Encoding.ASCII.GetString(Read("byteorder")) != "little")
            throw new CheckpointException("its numbers are not little-endian.");
        byte[] pickle = Read(PickleName);
        if (pickle.Length > MaxPickleBytes)
            throw new CheckpointException($"its {PickleName} has {pickle.Length} bytes; tensors need at most {MaxPickleBytes}.");
        return new PickleMachine(LoadStorage).Run(pickle);
    }

    private TorchStorage LoadStorage(object?[] id)
    {
        if (id is not ["storage", PickleGlobal { Storage: { } type }, string key, string, long count])
            throw new CheckpointException("its pickle names a storage in an unknown way.");
        if (!_storages.TryGetValue(key, out TorchStorage? storage))
        {
            byte[] bytes = Read("data/" + key);
            storage = new TorchStorage(type.Dtype, bytes.Length / type.Dtype.Size(), bytes);
            _storages.Add(key, storage);
        }
        if (storage.Dtype != type.Dtype || storage.Count != count || storage.Bytes.Length != count * type.Dtype.Size())
            throw new CheckpointException($"its storage '{key}' has {storage.Bytes.Length} bytes, not {count} elements of {type.Dtype.Name()}.");
        return storage;
    }

    private byte[] Read(string name)
    {
        if (!_entries.TryGetValue(_folder + name, out ZipArchiveEntry? entry))
            throw new CheckpointException($"it lacks its part '{_folder}{name}'.");
        byte[] bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }
}
