using System.Runtime.InteropServices;
using System.Text;
using Chatterbox.Tensors;

namespace Chatterbox.Tests.Tensors.Cpu.Stories;

/// <summary>
/// The trained Llama of tests/data/weights/stories260K: a header of seven numbers, then all layers' tensors of one kind after
/// those of the other. Queries and keys are permuted from interleaved pairs to halves, key and value rows repeated for the
/// query heads that share them.
/// </summary>
internal sealed class StoriesFile
{
    private readonly float[] _values;
    private int _at;

    private StoriesFile(byte[] bytes)
    {
        ReadOnlySpan<int> header = MemoryMarshal.Cast<byte, int>(bytes.AsSpan(0, 28));
        (Channels, Inner, Layers, Heads, KeyHeads, Entries) = (header[0], header[1], header[2], header[3], header[4], header[5]);
        _values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(28)).ToArray();
        int head = Channels / Heads, keys = KeyHeads * head;
        Table = new HostTensor(new Shape(Entries, Channels), Take(Entries * Channels));
        AttentionGains = Each(1, Channels);
        Queries = [.. Each(Channels, Channels).Select(rows => Halves(rows, Heads))];
        Keys = [.. Each(keys, Channels).Select(rows => Shared(Halves(rows, KeyHeads)))];
        Values = [.. Each(keys, Channels).Select(Shared)];
        Outputs = Each(Channels, Channels);
        InnerGains = Each(1, Channels);
        Gates = Each(Inner, Channels);
        Downs = Each(Channels, Inner);
        Ups = Each(Inner, Channels);
        LastGain = new HostTensor(new Shape(Channels), Take(Channels));
    }

    public int Channels { get; }

    public int Inner { get; }

    public int Layers { get; }

    public int Heads { get; }

    public int KeyHeads { get; }

    public int Entries { get; }

    public HostTensor Table { get; }

    public HostTensor[] AttentionGains { get; }

    public HostTensor[] Queries { get; }

    public HostTensor[] Keys { get; }

    public HostTensor[] Values { get; }

    public HostTensor[] Outputs { get; }

    public HostTensor[] InnerGains { get; }

    public HostTensor[] Gates { get; }

    public HostTensor[] Downs { get; }

    public HostTensor[] Ups { get; }

    public HostTensor LastGain { get; }

    public static StoriesFile Read() => new(File.ReadAllBytes(Repo.Path("tests", "data", "weights", "stories260K", "stories260K.bin")));

    /// <summary>The text of every token: after the longest length, a score, a length and the bytes of each.</summary>
    public static string[] ReadTokens()
    {
        using var reader = new BinaryReader(File.OpenRead(Repo.Path("tests", "data", "weights", "stories260K", "tok512.bin")));
        reader.ReadInt32();
        List<string> tokens = [];
        while (reader.BaseStream.Position < reader.BaseStream.Length)
        {
            reader.ReadSingle();
            tokens.Add(Encoding.UTF8.GetString(reader.ReadBytes(reader.ReadInt32())));
        }

        return [.. tokens];
    }

    private float[] Take(int count)
    {
        _at += count;
        return _values[(_at - count).._at];
    }

    private HostTensor[] Each(int rows, int columns) =>
        [.. Enumerable.Range(0, Layers).Select(_ => new HostTensor(new Shape(rows, columns), Take(rows * columns)))];

    /// <summary>Rows 2i and 2i + 1 of each head become rows i and i + half.</summary>
    private static HostTensor Halves(HostTensor rows, int heads)
    {
        int head = rows.Shape[0] / heads;
        return Rows(rows, rows.Shape[0], row => row / head * head + (row % head < head / 2 ? row % head * 2 : (row % head - head / 2) * 2 + 1));
    }

    /// <summary>The rows of a key head once for every query head that uses it.</summary>
    private HostTensor Shared(HostTensor rows)
    {
        int head = Channels / Heads, sharers = Heads / KeyHeads;
        return Rows(rows, Channels, row => row / head / sharers * head + row % head);
    }

    private static HostTensor Rows(HostTensor rows, int count, Func<int, int> source)
    {
        int width = rows.Shape[1];
        float[] result = new float[count * width];
        for (int row = 0; row < count; row++)
            rows.Values.Slice(source(row) * width, width).CopyTo(result.AsSpan(row * width));
        return new HostTensor(new Shape(count, width), result);
    }
}
