using System.Globalization;
using System.Runtime.InteropServices;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Checkpoints.Generated;

/// <summary>
/// A checkpoint whose every value follows from a seed, so that any program can make it again: the parity data were recorded
/// with such checkpoints. It speaks noise.
/// </summary>
/// <param name="inventory">The files and their tensors.</param>
/// <param name="seed">The seed of all values.</param>
/// <param name="compute">Gives the values of the computed buffers, such as a filter bank, by name and shape.</param>
public sealed class GeneratedCheckpoint(CheckpointInventory inventory, ulong seed, Func<string, Shape, float[]> compute)
{
    /// <summary>The metadata key that marks a file of random values; its value is "true".</summary>
    public const string RandomMark = "chatterbox_random";

    private const string SeedKey = "seed";
    private const int ChunkLength = 1 << 22;

    /// <summary>The names of the files.</summary>
    public IEnumerable<string> Files => inventory.Files.Keys;

    /// <summary>The tensors of one file.</summary>
    /// <exception cref="CheckpointException">The checkpoint has no such file.</exception>
    public GeneratedSource Source(string file) => new(file, Entries(file), seed, compute);

    /// <summary>Writes all files as safetensors into <paramref name="folder"/>, marked as random.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up; the files so far stay.</exception>
    public void Write(string folder, CancellationToken cancellation = default)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Files)
            WriteFile(Path.Combine(folder, file), file, cancellation);
    }

    private void WriteFile(string path, string file, CancellationToken cancellation)
    {
        using GeneratedSource source = Source(file);
        float[] buffer = new float[ChunkLength];
        SafetensorsTensor[] tensors = [.. Entries(file).Select(entry => Tensor(source, entry, buffer, cancellation))];
        Dictionary<string, string> metadata = new()
        {
            [RandomMark] = "true",
            [SeedKey] = seed.ToString(CultureInfo.InvariantCulture),
        };
        SafetensorsWriter.Write(path, tensors, metadata);
    }

    private static SafetensorsTensor Tensor(GeneratedSource source, InventoryEntry entry, float[] buffer, CancellationToken cancellation)
    {
        if (entry.IsInteger)
            return SafetensorsTensor.Int64(entry.Name, entry.Shape, new long[entry.Shape.Count]);
        if (entry.IsComputed)
            return SafetensorsTensor.Float32(entry.Name, entry.Shape, source.Read(entry.Name).ToArray());
        return new SafetensorsTensor(entry.Name, Dtype.F32, entry.Shape, stream => WriteDrawn(stream, source, entry, buffer, cancellation));
    }

    private static void WriteDrawn(Stream stream, GeneratedSource source, InventoryEntry entry, float[] buffer, CancellationToken cancellation)
    {
        long count = entry.Shape.Count;
        for (long start = 0; start < count; start += buffer.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            Memory<float> chunk = buffer.AsMemory(0, (int)Math.Min(buffer.Length, count - start));
            source.Fill(entry, chunk, start);
            stream.Write(MemoryMarshal.AsBytes(chunk.Span));
        }
    }

    private IReadOnlyList<InventoryEntry> Entries(string file) =>
        inventory.Files.GetValueOrDefault(file) ?? throw new CheckpointException($"The inventory has no file '{file}'.");
}
