using System.IO.Compression;
using System.Runtime.InteropServices;
using Chatterbox.Checkpoints.Torch;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Checkpoints.Torch;

public sealed class TorchArchiveTests : IDisposable
{
    private static readonly float[] Six = [0, 1, 2, 3, 4, 5];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_tensor_of_torchaudio_is_read()
    {
        string path = Repo.Path("tests", "data", "golden", "kaldi", "torchaudio", "test_fbank_00.pt");
        TorchTensor tensor = Assert.IsType<TorchTensor>(TorchArchive.Load(path));
        Assert.Equal(Dtype.F32, tensor.Dtype);
        Assert.Equal(new Shape(1, 6), tensor.Shape);
        // The last bytes of the storage in the file: six floats.
        Assert.Equal(ExpectedFbank(path), tensor.ToFloat64());
    }

    [Theory]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 3, 1 }, new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(0, new long[] { 3, 2 }, new long[] { 1, 3 }, new double[] { 0, 3, 1, 4, 2, 5 })] // transposed
    [InlineData(1, new long[] { 2, 2 }, new long[] { 3, 1 }, new double[] { 1, 2, 4, 5 })] // columns 1 and 2
    [InlineData(0, new long[] { 3 }, new long[] { 2 }, new double[] { 0, 2, 4 })]
    [InlineData(2, new long[] { 3 }, new long[] { 0 }, new double[] { 2, 2, 2 })]
    [InlineData(5, new long[0], new long[0], new double[] { 5 })]
    [InlineData(0, new long[] { 1, 2, 1, 3 }, new long[] { 99, 3, 77, 1 }, new double[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(6, new long[] { 0 }, new long[] { 1 }, new double[0])]
    [InlineData(0, new long[] { 1, 0 }, new long[] { 0, 1 }, new double[0])]
    public void Strides_are_followed(long offset, long[] size, long[] strides, double[] expected)
    {
        TorchTensor tensor = Assert.IsType<TorchTensor>(LoadTensor(offset, size, strides));
        Assert.Equal(expected, tensor.ToFloat64());
    }

    [Theory]
    [InlineData(0, new long[] { 7 }, new long[] { 1 })]
    [InlineData(1, new long[] { 6 }, new long[] { 1 })]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 4, 1 })]
    [InlineData(-1, new long[] { 2 }, new long[] { 1 })]
    [InlineData(0, new long[] { -1 }, new long[] { 1 })]
    [InlineData(0, new long[] { 2 }, new long[] { -1 })]
    [InlineData(6, new long[0], new long[0])]
    [InlineData(0, new long[] { 2 }, new long[] { long.MaxValue })]
    [InlineData(0, new long[] { long.MaxValue, long.MaxValue }, new long[] { 0, 0 })]
    [InlineData(0, new long[] { 1_000_000_000 }, new long[] { 0 })]
    [InlineData(0, new long[] { 6, 6, 6, 6 }, new long[] { 0, 0, 0, 0 })]
    [InlineData(0, new long[] { 1, 1, 1, 1, 1 }, new long[] { 1, 1, 1, 1, 1 })]
    [InlineData(0, new long[] { 2, 3 }, new long[] { 1 })]
    public void A_tensor_outside_its_storage_is_refused(long offset, long[] size, long[] strides) =>
        Assert.Throws<CheckpointException>(() => LoadTensor(offset, size, strides));

    [Theory]
    [InlineData("DoubleStorage", new byte[] { 0, 0, 0, 0, 0, 0, 0xF8, 0x3F }, 1.5)]
    [InlineData("FloatStorage", new byte[] { 0, 0, 0xC0, 0x3F }, 1.5)]
    [InlineData("HalfStorage", new byte[] { 0x00, 0x3E }, 1.5)]
    [InlineData("BFloat16Storage", new byte[] { 0xC0, 0x3F }, 1.5)]
    [InlineData("LongStorage", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("IntStorage", new byte[] { 0xFE, 0xFF, 0xFF, 0xFF }, -2)]
    [InlineData("ShortStorage", new byte[] { 0xFE, 0xFF }, -2)]
    [InlineData("CharStorage", new byte[] { 0xFE }, -2)]
    [InlineData("ByteStorage", new byte[] { 0xFE }, 254)]
    [InlineData("BoolStorage", new byte[] { 1 }, 1)]
    public void Every_storage_is_read(string storage, byte[] bytes, double expected)
    {
        byte[] pickle = new PickleWriter().Tensor(storage, "0", 1, 0, [], []).Stop();
        Assert.Equal([expected], Assert.IsType<TorchTensor>(Load(pickle, ("0", bytes))).ToFloat64());
    }

    [Fact]
    public void Plain_values_are_read()
    {
        byte[] pickle = new PickleWriter()
            .Op('}').Op('q').Raw(0).Op('(')
            .Text("none").Op('N')
            .Text("yes").Raw(0x88)
            .Text("int").Op('J').Raw(0xFE, 0xFF, 0xFF, 0xFF)
            .Text("long").Raw(0x8A, 3, 0, 0, 0x80)
            .Text("zero").Raw(0x8A, 0)
            .Text("float").Float(0.5)
            .Text("list").Op(']').Op('(').Op('K').Raw(7).Op('M').Raw(1, 2).Op('e')
            .Text("tuples").Op('N').Raw(0x85, 0x85)
            .Op('K').Raw(9).Text("gr\u00fc\u00df")
            .Op('u').Text("self").Op('h').Raw(0).Op('s')
            .Stop();
        Dictionary<object, object?> root = Assert.IsType<Dictionary<object, object?>>(Load(pickle));
        Assert.Null(root["none"]);
        Assert.Equal(true, root["yes"]);
        Assert.Equal(-2L, root["int"]);
        Assert.Equal(-8388608L, root["long"]);
        Assert.Equal(0L, root["zero"]);
        Assert.Equal(0.5, root["float"]);
        Assert.Equal([7L, 513L], Assert.IsType<List<object?>>(root["list"]));
        Assert.Equal("gr\u00fc\u00df", root[9L]);
        Assert.Null(Assert.IsType<object?[]>(Assert.IsType<object?[]>(root["tuples"])[0])[0]);
        Assert.Same(root, root["self"]);
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("torch", "load")]
    [InlineData("torch._utils", "_rebuild_parameter")]
    [InlineData("torch", "FloatStorage.from_file")]
    public void Any_other_global_is_refused_by_name(string module, string name)
    {
        byte[] pickle = new PickleWriter().Global(module, name).Text("echo").Raw(0x85).Op('R').Stop();
        CheckpointException error = Assert.Throws<CheckpointException>(() => Load(pickle));
        Assert.Contains($"'{module}.{name}'", error.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, byte[]> MalformedPickles => new()
    {
        { "empty", [] },
        { "protocol 4", [0x80, 4, (byte)'N', (byte)'.'] },
        { "no stop", [0x80, 2, (byte)'N'] },
        { "nothing on the stack", new PickleWriter().Stop() },
        { "unknown operation", new PickleWriter().Op('b').Stop() },
        { "tuple without mark", new PickleWriter().Op('t').Stop() },
        { "pops below the mark", new PickleWriter().Op('N').Op('(').Raw(0x85).Stop() },
        { "odd items", new PickleWriter().Op('}').Op('(').Text("a").Op('u').Stop() },
        { "key None", new PickleWriter().Op('}').Op('N').Op('N').Op('s').Stop() },
        { "items of a list", new PickleWriter().Op(']').Op('N').Op('N').Op('s').Stop() },
        { "append to a dict", new PickleWriter().Op('}').Op('N').Op('a').Stop() },
        { "absent memo", new PickleWriter().Op('h').Raw(3).Stop() },
        { "memo of nothing", new PickleWriter().Op('q').Raw(3).Stop() },
        { "text longer than the file", new PickleWriter().Op('X').Raw(0xFF, 0xFF, 0xFF, 0xFF).Stop() },
        { "text not UTF-8", new PickleWriter().Op('X').Raw(1, 0, 0, 0, 0xFF).Stop() },
        { "number of 200 bytes", new PickleWriter().Raw(0x8A, 200).Raw(new byte[200]).Stop() },
        { "global without end", new PickleWriter().Op('c').Raw(new byte[1000]).Stop() },
        { "call of a text", new PickleWriter().Text("x").Op(')').Op('R').Stop() },
        { "OrderedDict of something", new PickleWriter().Global("collections", "OrderedDict").Op('N').Raw(0x85).Op('R').Stop() },
        { "tensor of nothing", new PickleWriter().Global("torch._utils", "_rebuild_tensor_v2").Op(')').Op('R').Stop() },
        { "persistent text", new PickleWriter().Text("0").Op('Q').Stop() },
        { "storage called", new PickleWriter().Global("torch", "FloatStorage").Op(')').Op('R').Stop() },
        { "absent storage", new PickleWriter().Tensor("FloatStorage", "7", 1, 0, [], []).Stop() },
        { "storage outside", new PickleWriter().Tensor("FloatStorage", "../data.pkl", 1, 0, [], []).Stop() },
        { "storage too short", new PickleWriter().Tensor("FloatStorage", "0", 7, 0, [], []).Stop() },
        { "storage too long", new PickleWriter().Tensor("FloatStorage", "0", 5, 0, [], []).Stop() },
        { "storage of half an element", new PickleWriter().Tensor("LongStorage", "1", 0, 0, [0], [1]).Stop() },
        { "storage of overflowing size", new PickleWriter().Tensor("FloatStorage", "0", (1L << 62) + 6, 0, [], []).Stop() },
        { "storage as two types", new PickleWriter().Tensor("FloatStorage", "0", 6, 0, [], []).Tensor("IntStorage", "0", 6, 0, [], []).Stop() },
    };

    [Theory]
    [MemberData(nameof(MalformedPickles))]
    public void A_malformed_pickle_is_refused(string what, byte[] pickle)
    {
        CheckpointException error = Assert.Throws<CheckpointException>(() => Load(pickle, ("0", Bytes(Six)), ("1", new byte[4])));
        Assert.True(error.Message.Length > 0, what);
    }

    [Fact]
    public void A_compressed_archive_is_refused()
    {
        string path = _folder.File("bomb.pt");
        byte[] pickle = new PickleWriter().Tensor("ByteStorage", "0", 8 << 20, 0, [1], [1]).Stop();
        TorchFile.Write(path, pickle, [("0", new byte[8 << 20])], CompressionLevel.SmallestSize);
        Assert.Contains("compressed", Assert.Throws<CheckpointException>(() => TorchArchive.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_large_file_is_refused_unread()
    {
        string path = _folder.File("large.pt");
        File.WriteAllBytes(path, new byte[TorchArchive.MaxBytes + 1]);
        Assert.Contains("at most", Assert.Throws<CheckpointException>(() => TorchArchive.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Big_endian_numbers_are_refused()
    {
        string path = _folder.File("big.pt");
        TorchFile.Write(path, new PickleWriter().Op('N').Stop(), [], byteOrder: "big");
        Assert.Contains("little-endian", Assert.Throws<CheckpointException>(() => TorchArchive.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        string path = _folder.File("text.pt");
        File.WriteAllText(path, "not a zip archive");
        Assert.Contains("not a zip archive as torch.save writes it", Assert.Throws<CheckpointException>(() => TorchArchive.Load(path)).Message, StringComparison.Ordinal);
    }

    private static double[] ExpectedFbank(string path)
    {
        using ZipArchive zip = ZipFile.OpenRead(path);
        using Stream stream = zip.Entries.Single(entry => entry.FullName.EndsWith("/data/0", StringComparison.Ordinal)).Open();
        byte[] bytes = new byte[24];
        stream.ReadExactly(bytes);
        return [.. MemoryMarshal.Cast<byte, float>(bytes).ToArray().Select(value => (double)value)];
    }

    private static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private object? LoadTensor(long offset, long[] size, long[] strides) =>
        Load(new PickleWriter().Tensor("FloatStorage", "0", 6, offset, size, strides).Stop(), ("0", Bytes(Six)));

    private object? Load(byte[] pickle, params (string Key, byte[] Bytes)[] storages)
    {
        string path = _folder.File("voice.pt");
        TorchFile.Write(path, pickle, storages);
        return TorchArchive.Load(path);
    }
}
