using System.Buffers.Binary;
using System.Text.Json;
using Chatterbox.Tensors.Files;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>Writes safetensors files, one tensor after the other, so that no file is ever whole in memory.</summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8;

    /// <summary>
    /// Writes <paramref name="tensors"/> in their order. The file appears under its name only when it is complete, in place of any
    /// older one.
    /// </summary>
    /// <exception cref="ArgumentException">Two tensors have one name, or a name is reserved.</exception>
    /// <exception cref="IOException">The file cannot be written, or the path is a device, a pipe or a socket.</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        byte[] header = Header(tensors, metadata);
        using WholeFile file = new(path);
        file.Stream.Write(header);
        foreach (SafetensorsTensor tensor in tensors)
            WriteTensor(file.Stream, tensor);
        file.Commit();
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
