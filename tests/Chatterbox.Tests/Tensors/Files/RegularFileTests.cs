using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;
using Chatterbox.Pipeline;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Files;
using Chatterbox.Tensors.Safetensors;
using Chatterbox.Text;

namespace Chatterbox.Tests.Tensors.Files;

public sealed class RegularFileTests : IDisposable
{
    private static readonly TimeSpan TimeLimit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_read_through_links()
    {
        File.WriteAllText(_folder.File("file"), "x");
        File.CreateSymbolicLink(_folder.File("link"), _folder.File("file"));
        using FileStream stream = RegularFile.Open(_folder.File("link"));
        Assert.Equal('x', stream.ReadByte());
        Assert.Contains("is a folder", Assert.Throws<CheckpointException>(() => RegularFile.Open(_folder.File())).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => RegularFile.Open(_folder.File("absent")));
    }

    /// <summary>Nobody writes into the pipe, so whoever opens it waits for ever.</summary>
    [LinuxTheory]
    [InlineData("weights")]
    [InlineData("voice")]
    [InlineData("conditionals")]
    [InlineData("tokenizer")]
    [InlineData("card")]
    [InlineData("inventory")]
    [InlineData("case")]
    public async Task A_pipe_is_refused_and_not_waited_for(string kind)
    {
        string pipe = _folder.File("pipe"), link = _folder.File(kind switch
        {
            "conditionals" => "conds.pt",
            "tokenizer" => "tokenizer.json",
            "card" => ModelCard.FileName,
            "inventory" => "inventory.json",
            "case" => "case.json",
            _ => "x.safetensors",
        });
        NamedPipe.Create(pipe);
        File.CreateSymbolicLink(link, pipe);
        CheckpointException error = await Assert.ThrowsAsync<CheckpointException>(() => Task.Run(() => Read(kind, link)).WaitAsync(TimeLimit));
        Assert.Contains($"'{link}' is a device, a pipe or a socket", error.Message, StringComparison.Ordinal);
    }

    private static object? Read(string kind, string path) => kind switch
    {
        "weights" => SafetensorsFile.Open(path),
        "voice" => Voice.Load(path),
        "conditionals" => Conditionals.Load(path),
        "tokenizer" => TextFrontEnd.For(ModelFamily.Original, Path.GetDirectoryName(path)!),
        "card" => ModelCard.Read(Path.GetDirectoryName(path)!),
        "case" => ParityCase.Open(Path.GetDirectoryName(path)!),
        _ => CheckpointInventory.Load(path),
    };
}
