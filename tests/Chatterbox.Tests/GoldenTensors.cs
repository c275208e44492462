using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Chatterbox.Tests;

/// <summary>Reads the tensors of a golden safetensors file.</summary>
internal sealed class GoldenTensors
{
    private readonly byte[] _data;
    private readonly Dictionary<string, (string Type, int[] Shape, int Start, int End)> _tensors = [];

    private GoldenTensors(byte[] file)
    {
        int headerLength = checked((int)BinaryPrimitives.ReadInt64LittleEndian(file));
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8, headerLength));
        _data = file[(8 + headerLength)..];
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject().Where(p => p.Name != "__metadata__"))
        {
            JsonElement offsets = tensor.Value.GetProperty("data_offsets");
            int[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())];
            _tensors.Add(tensor.Name, (tensor.Value.GetProperty("dtype").GetString()!, shape, offsets[0].GetInt32(), offsets[1].GetInt32()));
        }
    }

    public IEnumerable<string> Names => _tensors.Keys;

    public static GoldenTensors Open(string path) => new(File.ReadAllBytes(path));

    public int[] Shape(string name) => _tensors[name].Shape;

    public float[] Floats(string name) => Read<float>(name, "F32");

    public double[] Doubles(string name) => Read<double>(name, "F64");

    public long[] Longs(string name) => Read<long>(name, "I64");

    private T[] Read<T>(string name, string type)
        where T : unmanaged
    {
        (string stored, _, int start, int end) = _tensors[name];
        Assert.Equal(type, stored);
        return MemoryMarshal.Cast<byte, T>(_data.AsSpan(start..end)).ToArray();
    }
}
