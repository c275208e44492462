using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests;

/// <summary>The tensors of a golden safetensors file as arrays.</summary>
internal sealed class GoldenTensors
{
    private readonly SafetensorsFile _file;

    private GoldenTensors(SafetensorsFile file) => _file = file;

    public IEnumerable<string> Names => _file.Names;

    public static GoldenTensors Open(string path) => new(SafetensorsFile.Open(path));

    public int[] Shape(string name)
    {
        Chatterbox.Tensors.Shape shape = _file.ShapeOf(name);
        return [.. Enumerable.Range(0, shape.Rank).Select(axis => shape[axis])];
    }

    public float[] Floats(string name) => _file.ReadFloats(name);

    public double[] Doubles(string name) => _file.ReadFloat64(name);

    public long[] Longs(string name) => _file.ReadInt64(name);
}
