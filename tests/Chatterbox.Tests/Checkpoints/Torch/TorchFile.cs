using System.IO.Compression;

namespace Chatterbox.Tests.Checkpoints.Torch;

/// <summary>Puts torch archives together from their parts, right or wrong.</summary>
internal static class TorchFile
{
    /// <summary>Writes an archive with the given pickle and storages.</summary>
    public static void Write(
        string path,
        byte[] pickle,
        IEnumerable<(string Key, byte[] Bytes)> storages,
        CompressionLevel compression = CompressionLevel.NoCompression,
        string byteOrder = "little")
    {
        using ZipArchive zip = new(File.Create(path), ZipArchiveMode.Create);
        Add(zip, "voice/data.pkl", pickle, compression);
        Add(zip, "voice/byteorder", System.Text.Encoding.ASCII.GetBytes(byteOrder), CompressionLevel.NoCompression);
        foreach ((string key, byte[] bytes) in storages)
            Add(zip, "voice/data/" + key, bytes, compression);
    }

    private static void Add(ZipArchive zip, string name, byte[] content, CompressionLevel compression)
    {
        using Stream stream = zip.CreateEntry(name, compression).Open();
        stream.Write(content);
    }
}
