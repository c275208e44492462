using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Tensors.Safetensors;

public sealed class SafetensorsWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read()
    {
        string path = _folder.File("t.safetensors");
        SafetensorsWriter.Write(
            path,
            [
                SafetensorsTensor.UInt8("bytes", new Shape(3), new byte[] { 1, 2, 255 }),
                SafetensorsTensor.Float32("a.weight", new Shape(2, 2), new[] { 1f, -0.5f, float.NaN, float.NegativeInfinity }),
                SafetensorsTensor.Float16("half", new Shape(1), new[] { (Half)1.5f }),
                SafetensorsTensor.Int64("steps", new Shape(), new[] { long.MinValue }),
            ],
            new Dictionary<string, string> { ["format"] = "pt", ["note"] = "gr\u00fc\u00df \"quoted\"" });

        using SafetensorsFile file = SafetensorsFile.Open(path);
        Assert.Equal(["bytes", "a.weight", "half", "steps"], file.Names);
        Assert.Equal([1L, 2, 255], file.ReadInt64("bytes"));
        Assert.Equal([1f, -0.5f, float.NaN, float.NegativeInfinity], file.Read("a.weight").Values.ToArray());
        Assert.Equal(new Shape(2, 2), file.ShapeOf("a.weight"));
        Assert.Equal([1.5f], file.ReadFloats("half"));
        Assert.Equal([long.MinValue], file.ReadInt64("steps"));
        Assert.Equal("gr\u00fc\u00df \"quoted\"", file.Metadata["note"]);
        Assert.Equal(2, file.Metadata.Count);
    }

    [Fact]
    public void The_data_start_at_a_multiple_of_eight()
    {
        for (int length = 1; length <= 9; length++)
        {
            string path = _folder.File("t.safetensors");
            SafetensorsWriter.Write(path, [SafetensorsTensor.UInt8(new string('n', length), new Shape(1), new byte[1])]);
            Assert.Equal(1, new FileInfo(path).Length % 8);
            SafetensorsFile.Open(path).Dispose();
        }
    }

    [Fact]
    public void A_failure_leaves_the_old_file_and_no_other()
    {
        string path = _folder.File("t.safetensors");
        SafetensorsWriter.Write(path, [SafetensorsTensor.UInt8("a", new Shape(1), new byte[1])]);
        byte[] before = File.ReadAllBytes(path);

        SafetensorsTensor broken = new("a", Dtype.F32, new Shape(4), _ => throw new IOException("no more space"));
        Assert.Throws<IOException>(() => SafetensorsWriter.Write(path, [broken]));
        SafetensorsTensor tooShort = new("a", Dtype.F32, new Shape(4), stream => stream.Write(new byte[15]));
        Assert.Throws<InvalidOperationException>(() => SafetensorsWriter.Write(path, [tooShort]));

        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Single(Directory.GetFiles(_folder.File()));
    }

    [Theory]
    [InlineData("a", "a")]
    [InlineData("a", "__metadata__")]
    public void Names_are_unique(string first, string second)
    {
        SafetensorsTensor[] tensors =
        [
            SafetensorsTensor.UInt8(first, new Shape(1), new byte[1]),
            SafetensorsTensor.UInt8(second, new Shape(1), new byte[1]),
        ];
        Assert.Throws<ArgumentException>(() => SafetensorsWriter.Write(_folder.File("t.safetensors"), tensors));
        Assert.Empty(Directory.GetFiles(_folder.File()));
    }
}
