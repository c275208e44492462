using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Tensors.Safetensors;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string, int> MalformedHeaders => new()
    {
        { "", "JSON", 0 },
        { "[]", "not a JSON object", 0 },
        { "{", "JSON", 0 },
        { "{} {}", "JSON", 0 },
        { """{"a":1}""", "'a' is not an object", 0 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},}""", "JSON", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "'a' appears twice", 8 },
        { """{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "'dtype' twice", 4 },
        { """{"a":{"dtype":"F8_E4M3","shape":[4],"data_offsets":[0,4]}}""", "unknown dtype 'F8_E4M3'", 4 },
        { """{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}""", "dtype of 'a' is not a string", 4 },
        { """{"a":{"shape":[1],"data_offsets":[0,4]}}""", "lacks", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"x":1}}""", "unknown field 'x'", 4 },
        { """{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""", "dimension of 'a'", 4 },
        { """{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""", "dimension of 'a'", 4 },
        { """{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}""", "dimension of 'a'", 4 },
        { """{"a":{"dtype":"F32","shape":4,"data_offsets":[0,4]}}""", "shape of 'a' is not an array", 4 },
        { """{"a":{"dtype":"F32","shape":[1,1,1,1,1],"data_offsets":[0,4]}}""", "more than 4 dimensions", 4 },
        { """{"a":{"dtype":"F32","shape":[99999999999],"data_offsets":[0,4]}}""", "dimension of 'a'", 4 },
        { """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,4]}}""", "do not fit F32", 4 },
        { """{"a":{"dtype":"F32","shape":[2147483647,2147483647,2147483647,0],"data_offsets":[0,0]}}""", "do not fit F32", 0 },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""", "do not fit F32 of shape (2)", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", "cut off", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}""", "lies at bytes", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}""", "two whole numbers", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}""", "two whole numbers", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}""", "more than two", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,99999999999999999999]}}""", "two whole numbers", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":{}}}""", "not an array", 4 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}""", "'b' overlaps", 8 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[6,10]}}""", "hole of 2 bytes", 10 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "hole of 4 bytes", 8 },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "goes on to 5", 5 },
        { """{"__metadata__":{"x":1}}""", "metadata 'x' is not a string", 0 },
        { """{"__metadata__":[]}""", "metadata is not an object", 0 },
        { """{"__metadata__":{"x":"1","x":"2"}}""", "metadata 'x' appears twice", 0 },
        { """{"\ud800":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "not valid Unicode", 4 },
    };

    [Theory]
    [MemberData(nameof(MalformedHeaders))]
    public void A_malformed_header_is_refused_by_name(string header, string reason, int dataBytes) =>
        AssertRefused(RawSafetensors.Build(header, dataBytes), reason);

    [Fact]
    public void A_deeply_nested_header_is_refused()
    {
        string nested = new string('[', 100_000) + new string(']', 100_000);
        AssertRefused(RawSafetensors.Build($"{{\"a\":{nested}}}", 0), "not an object");
        AssertRefused(RawSafetensors.Build($"{{\"a\":{{\"dtype\":\"F32\",\"shape\":{nested},\"data_offsets\":[0,4]}}}}", 4), "dimension of 'a'");
    }

    [Fact]
    public void Text_that_is_not_utf8_is_refused() =>
        AssertRefused(RawSafetensors.Build([.. "{\""u8, 0xFF, .. "\":{}}"u8], []), "not UTF-8");

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void A_file_without_a_length_is_refused(int bytes) => AssertRefused(new byte[bytes], "too few");

    [Fact]
    public void A_header_longer_than_the_file_is_refused()
    {
        byte[] file = RawSafetensors.Build("{}", 0);
        BinaryPrimitives.WriteInt64LittleEndian(file, 3);
        AssertRefused(file, "longer than the file");
    }

    [Theory]
    [InlineData(100_000_001)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_header_beyond_the_limit_is_refused(long length)
    {
        byte[] file = RawSafetensors.Build("{}", 0);
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        AssertRefused(file, "longer than the 100000000 allowed");
    }

    [Fact]
    public void Floats_of_every_width_become_float32()
    {
        byte[] data = new byte[8 + 4 + 2 + 2];
        BinaryPrimitives.WriteDoubleLittleEndian(data, 0.1);
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(8), -3.5f);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(12), 0x0001);
        BinaryPrimitives.WriteUInt16LittleEndian(data.AsSpan(14), 0xC049);
        using SafetensorsFile file = Open(RawSafetensors.Build(
            """
            {"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"f":{"dtype":"F32","shape":[],"data_offsets":[8,12]},
            "h":{"dtype":"F16","shape":[1,1],"data_offsets":[12,14]},"b":{"dtype":"BF16","shape":[1],"data_offsets":[14,16]}}
            """u8.ToArray(),
            data));

        Assert.Equal(["d", "f", "h", "b"], file.Names);
        Assert.Equal([0.1f], file.Read("d").Values.ToArray());
        Assert.Equal([0.1], file.ReadFloat64("d"));
        Assert.Equal([-3.5f], file.Read("f").Values.ToArray());
        Assert.Equal([-3.5], file.ReadFloat64("f"));
        Assert.Equal(new Shape(), file.ShapeOf("f"));
        Assert.Equal([5.9604645e-08f], file.Read("h").Values.ToArray());
        Assert.Equal([-3.140625f], file.Read("b").Values.ToArray());
        Assert.Throws<SafetensorsException>(() => file.ReadInt64("d"));
        Assert.Throws<SafetensorsException>(() => file.Read("absent"));
    }

    [Fact]
    public void Integers_of_every_width_become_int64()
    {
        byte[] data = [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFD, 0xFF, 0xFF, 0xFF, 0xFC, 0xFF, 0xFB, 0xFF, 1];
        using SafetensorsFile file = Open(RawSafetensors.Build(
            """
            {"l":{"dtype":"I64","shape":[1],"data_offsets":[0,8]},"i":{"dtype":"I32","shape":[1],"data_offsets":[8,12]},
            "s":{"dtype":"I16","shape":[1],"data_offsets":[12,14]},"c":{"dtype":"I8","shape":[1],"data_offsets":[14,15]},
            "u":{"dtype":"U8","shape":[1],"data_offsets":[15,16]},"b":{"dtype":"BOOL","shape":[1],"data_offsets":[16,17]}}
            """u8.ToArray(),
            data));

        Assert.Equal([-2L, -3, -4, -5, 255, 1], file.Names.SelectMany(file.ReadInt64));
        Assert.Throws<SafetensorsException>(() => file.Read("l"));
        Assert.Throws<SafetensorsException>(() => file.ReadFloats("u"));
    }

    [Fact]
    public void Unaligned_floats_are_read_too()
    {
        byte[] data = new byte[9];
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(1), 1.25f);
        BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(5), -2f);
        using SafetensorsFile file = Open(RawSafetensors.Build(
            """{"f":{"dtype":"F32","shape":[2],"data_offsets":[1,9]},"u":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"""u8.ToArray(),
            data));
        Assert.Equal([1.25f, -2f], file.Read("f").Values.ToArray());
    }

    [Fact]
    public void Empty_tensors_and_empty_files_are_fine()
    {
        using SafetensorsFile file = Open(RawSafetensors.Build(
            """{"a":{"dtype":"F32","shape":[0,5],"data_offsets":[0,0]},"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4));
        Assert.Equal(0, file.Read("a").Values.Length);
        using SafetensorsFile empty = Open(RawSafetensors.Build("{}  ", 0));
        Assert.Empty(empty.Names);
        Assert.Empty(empty.Metadata);
    }

    [Fact]
    public void Published_weights_are_read()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Repo.Path("models", "perth", "perth-implicit.f16.safetensors"));
        Assert.Equal(56, file.Names.Count);
        Assert.Equal("resemble-perth 1.0.1, implicit, step 250000", file.Metadata["origin"]);
        Assert.Equal(Dtype.F16, file.Entry("decoder.fast_layers.0.conv.weight").Dtype);
        Assert.Equal(new Shape(256, 128, 1), file.ShapeOf("decoder.fast_layers.0.conv.weight"));
    }

    [Fact]
    public void Reference_tensors_are_read()
    {
        using SafetensorsFile file = SafetensorsFile.Open(Repo.Path("parity_data", "original-tiny", "conds.safetensors"));
        Assert.Equal(103, file.ReadInt64("t3.cond_prompt_speech_tokens").Length);
        Assert.Equal([0.5f], file.Read("t3.emotion_adv").Values.ToArray());
        // The voice encoder ends in an L2 normalisation.
        Assert.Equal(1.0, file.ReadFloat64("t3.speaker_emb").Sum(value => value * value), 1e-6);
    }

    [Fact]
    public void A_released_tensor_leaves_memory_and_can_be_read_again()
    {
        const int Count = 4 << 20;
        string path = _folder.File("large.safetensors");
        float[] values = [.. Enumerable.Range(0, Count).Select(i => (float)i)];
        SafetensorsWriter.Write(path, [SafetensorsTensor.Float32("a", new Shape(Count), values)]);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        HostTensor tensor = file.Read("a");
        Assert.Equal(values, tensor.Values);
        if (!OperatingSystem.IsLinux())
            return;
        Assert.True(ResidentKilobytes(path) > 15_000);
        tensor.Release();
        Assert.True(ResidentKilobytes(path) < 100);
        Assert.Throws<InvalidOperationException>(() => tensor.Values.Length);
        Assert.Equal(values, file.Read("a").Values);
    }

    [Fact]
    public void A_disposed_file_is_not_read()
    {
        SafetensorsFile file = Open(RawSafetensors.Build("""{"b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", 4));
        file.Dispose();
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file.Read("b"));
    }

    private static int ResidentKilobytes(string path)
    {
        string[] lines = File.ReadAllLines("/proc/self/smaps");
        int mapping = Array.FindIndex(lines, line => line.EndsWith(path, StringComparison.Ordinal));
        string resident = lines.Skip(mapping).First(line => line.StartsWith("Rss:", StringComparison.Ordinal));
        return int.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    private SafetensorsFile Open(byte[] content)
    {
        string path = _folder.File(Path.GetRandomFileName());
        File.WriteAllBytes(path, content);
        return SafetensorsFile.Open(path);
    }

    private void AssertRefused(byte[] content, string reason)
    {
        SafetensorsException error = Assert.Throws<SafetensorsException>(() => Open(content).Dispose());
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }
}
