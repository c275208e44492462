using System.Buffers;
using Chatterbox.Tensors;

namespace Chatterbox.Checkpoints.Generated;

/// <summary>One file of a generated checkpoint; its tensors are made when they are read, and not kept.</summary>
public sealed class GeneratedSource : TensorSource
{
    /// <summary>Tensors of more values are made in native memory.</summary>
    private const int LargestArray = 1 << 14;

    private const int ChunkLength = 1 << 18;

    private readonly Dictionary<string, InventoryEntry> _entries;
    private readonly ulong _seed;
    private readonly Func<string, Shape, float[]> _compute;

    internal GeneratedSource(string file, IReadOnlyList<InventoryEntry> entries, ulong seed, Func<string, Shape, float[]> compute)
    {
        Origin = $"{file} made from seed {seed}";
        Names = [.. entries.Select(entry => entry.Name)];
        _entries = entries.ToDictionary(entry => entry.Name);
        _seed = seed;
        _compute = compute;
    }

    /// <inheritdoc/>
    public override string Origin { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override Shape ShapeOf(string name) => Entry(name).Shape;

    /// <summary>The values of a tensor; integers are zeros.</summary>
    public override HostTensor Read(string name)
    {
        InventoryEntry entry = Entry(name);
        if (entry.IsComputed)
            return new HostTensor(entry.Shape, _compute(name, entry.Shape));
        if (!entry.IsInteger && entry.Shape.Count > LargestArray)
            return ReadNative(entry);
        float[] values = new float[entry.Shape.Count];
        if (!entry.IsInteger)
            Fill(entry, values, 0);
        return new HostTensor(entry.Shape, values);
    }

    /// <summary>The tensor without its values; integers are refused, as they are in the file that would be written.</summary>
    public override HostTensor ReadShape(string name)
    {
        InventoryEntry entry = Entry(name);
        return entry.IsInteger ? throw new CheckpointException($"{Origin}: '{name}' holds integers, not floats.") : new HostTensor(entry.Shape);
    }

    private unsafe HostTensor ReadNative(InventoryEntry entry)
    {
        long count = entry.Shape.Count;
        var values = new NativeFloats(count);
        float[] chunk = ArrayPool<float>.Shared.Rent(ChunkLength);
        for (long start = 0; start < count; start += ChunkLength)
        {
            int length = (int)Math.Min(ChunkLength, count - start);
            Fill(entry, chunk.AsMemory(0, length), start);
            chunk.AsSpan(0, length).CopyTo(values.Slice(start, length));
        }

        ArrayPool<float>.Shared.Return(chunk);
        return new HostTensor(entry.Shape, values.Pointer, values, values.Dispose);
    }

    /// <summary>Writes the values of a drawn tensor from the flat index <paramref name="start"/> on.</summary>
    internal void Fill(InventoryEntry entry, Memory<float> destination, long start)
    {
        InitialRange range = InitialRange.For(entry.Name, entry.Shape);
        GeneratedValues.Fill(destination, GeneratedValues.Key(entry.Name, _seed), start, range.Offset, range.Scale);
    }

    private InventoryEntry Entry(string name) =>
        _entries.GetValueOrDefault(name) ?? throw new CheckpointException($"{Origin}: there is no tensor '{name}'.");
}
