using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Chatterbox.Tests;

/// <summary>Reads the float arrays of a golden NumPy archive (.npz) of one or two dimensions, in C order.</summary>
internal sealed partial class GoldenArrays
{
    private readonly Dictionary<string, (int[] Shape, float[] Values)> _arrays = [];

    private GoldenArrays(ZipArchive archive)
    {
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using MemoryStream content = new();
            using (Stream stream = entry.Open())
                stream.CopyTo(content);
            byte[] bytes = content.ToArray();
            int data = 10 + BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
            string header = Encoding.ASCII.GetString(bytes, 10, data - 10);
            if (!header.Contains("'<f4'", StringComparison.Ordinal))
                continue;
            int[] shape = [.. Number().Matches(header[header.IndexOf('(', StringComparison.Ordinal)..]).Select(m => int.Parse(m.Value))];
            float[] values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(data)).ToArray();
            if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
                values = Transpose.Of(values, shape[1], shape[0]);
            Assert.Equal(shape.Aggregate(1, (a, b) => a * b), values.Length);
            _arrays.Add(Path.GetFileNameWithoutExtension(entry.Name), (shape, values));
        }
    }

    public IEnumerable<string> Names => _arrays.Keys;

    public static GoldenArrays Open(string path)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        return new GoldenArrays(archive);
    }

    public int[] Shape(string name) => _arrays[name].Shape;

    public float[] Floats(string name) => _arrays[name].Values;

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Number();
}
