using System.Buffers.Binary;
using System.Text.Json;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>Writes safetensors files, one tensor after the other, so that no file is ever whole in memory.</summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int BufferBytes = 1 << 16;

    /// <summary>
    /// Writes <paramref name="tensors"/> in their order. The file appears under its name only when it is complete: it is
    /// written beside it first, and an older file of that name is replaced.
    /// </summary>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is reserved.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        byte[] header = Header(tensors, metadata);
        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferBytes))
            {
                stream.Write(header);
                foreach (SafetensorsTensor tensor in tensors)
                    WriteTensor(stream, tensor);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void WriteTensor(FileStream stream, SafetensorsTensor tensor)
    {
        long start = stream.Position;
        tensor.Write(stream);
        if (stream.Position - start != tensor.Bytes)
        {
            throw new InvalidOperationException(
                $"This is a bug: {stream.Position - start} bytes were written for '{tensor.Name}', which has {tensor.Bytes}.");
        }
    }

    private static byte[] Header(IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using MemoryStream stream = new();
        stream.Write(stackalloc byte[sizeof(ulong)]);
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            WriteEntries(json, tensors);
            json.WriteEndObject();
        }
        while (stream.Length % Alignment != 0)
            stream.WriteByte((byte)' ');
        byte[] header = stream.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(header, header.Length - sizeof(ulong));
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(SafetensorsHeader.MetadataKey);
        foreach ((string key, string value) in metadata)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<SafetensorsTensor> tensors)
    {
        HashSet<string> names = [SafetensorsHeader.MetadataKey];
        long offset = 0;
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
                throw new ArgumentException($"The name '{tensor.Name}' is reserved or used twice.", nameof(tensors));
            json.WriteStartObject(tensor.Name);
            json.WriteString("dtype", tensor.Dtype.Name());
            json.WriteStartArray("shape");
            for (int i = 0; i < tensor.Shape.Rank; i++)
                json.WriteNumberValue(tensor.Shape[i]);
            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            json.WriteNumberValue(checked(offset += tensor.Bytes));
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
