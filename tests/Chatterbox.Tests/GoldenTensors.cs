using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Chatterbox.Tests;

/// <summary>Golden tensors of a safetensors file of the repository, read whole.</summary>
internal sealed class GoldenTensors
{
    private readonly byte[] _file;
    private readonly int _dataStart;
    private readonly Dictionary<string, Entry> _entries = [];

    private GoldenTensors(byte[] file)
    {
        _file = file;
        int headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        _dataStart = sizeof(ulong) + headerLength;
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(sizeof(ulong), headerLength));
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject())
        {
            if (tensor.Name == "__metadata__")
                continue;
            JsonElement offsets = tensor.Value.GetProperty("data_offsets");
            _entries.Add(tensor.Name, new Entry(
                tensor.Value.GetProperty("dtype").GetString()!,
                [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())],
                offsets[0].GetInt32(),
                offsets[1].GetInt32()));
        }
    }

    /// <summary>Names in the order of the file's header.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Reads the file at a full path.</summary>
    public static GoldenTensors Open(string path) => new(File.ReadAllBytes(path));

    /// <summary>A float32 tensor's values in row-major order.</summary>
    public float[] Floats(string name) => Values<float>(name, "F32");

    /// <summary>A float64 tensor's values in row-major order.</summary>
    public double[] Doubles(string name) => Values<double>(name, "F64");

    /// <summary>An int64 tensor's values in row-major order.</summary>
    public long[] Longs(string name) => Values<long>(name, "I64");

    /// <summary>A tensor's dimensions.</summary>
    public int[] Shape(string name) => Find(name).Shape;

    private T[] Values<T>(string name, string type) where T : struct
    {
        Entry entry = Find(name);
        if (entry.Type != type)
            throw new InvalidOperationException($"Tensor {name} is {entry.Type}, not {type}.");
        return MemoryMarshal.Cast<byte, T>(_file.AsSpan(_dataStart + entry.Begin, entry.End - entry.Begin)).ToArray();
    }

    private Entry Find(string name) =>
        _entries.TryGetValue(name, out Entry? entry) ? entry : throw new KeyNotFoundException($"There is no tensor {name}.");

    private sealed record Entry(string Type, int[] Shape, int Begin, int End);
}
