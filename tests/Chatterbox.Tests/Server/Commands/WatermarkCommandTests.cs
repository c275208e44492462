using System.Globalization;
using System.Text.Json;
using Chatterbox.Audio.Files;
using Chatterbox.Tests.Models.Perth;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class WatermarkCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("lj")]
    [InlineData("jfk")]
    [InlineData("libri")]
    public async Task The_mark_of_the_reference_is_read(string clip)
    {
        JsonElement golden = JsonDocument.Parse(File.ReadAllBytes(Repo.Path("parity_data", "watermark", "perth.json"))).RootElement
            .EnumerateArray().Single(row => row.GetProperty("clip").GetString() == clip);
        await Expect($"{clip}/out", golden.GetProperty("confidence_marked").GetDouble(), "yes");
        await Expect($"{clip}/in", golden.GetProperty("confidence_unmarked").GetDouble(), "no");
    }

    [Fact]
    public async Task What_is_no_audio_is_refused()
    {
        (await CommandRun.Of("watermark", "absent.wav")).AssertRefused("There is no file 'absent.wav'.");
        (await CommandRun.Of("watermark", Repo.Path("global.json"))).AssertRefused("not audio of a known kind");
    }

    private async Task Expect(string tensor, double confidence, string answer)
    {
        string path = _folder.File("clip.wav");
        WavWriter.Save(path, PerthGolden.Tensors.Floats(tensor), 24_000, WavEncoding.Float32);
        CommandRun run = await CommandRun.Done("watermark", path);
        string start = $"{path}: confidence ", end = $", watermarked: {answer}{Environment.NewLine}";
        Assert.StartsWith(start, run.Output, StringComparison.Ordinal);
        Assert.EndsWith(end, run.Output, StringComparison.Ordinal);
        Assert.Equal(confidence, double.Parse(run.Output[start.Length..^end.Length], CultureInfo.InvariantCulture), 0.015);
    }
}
