using System.Xml.Linq;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class ChartCommandTests : IDisposable
{
    private static readonly string Peers = Repo.Path("benchmarks", "results", "peers.json");

    private readonly TemporaryFolder _folder = new();

    private string Out => _folder.File("speed.svg");

    [Fact]
    public async Task Results_are_drawn_beside_those_of_other_programs()
    {
        CommandRun run = await CommandRun.Done("chart", Result("nano-full-auto"), Result("nano-full"), "--peers", Peers, "--out", Out);
        Assert.Equal($"{Out}: 6 figures\n", run.Output.ReplaceLineEndings("\n"));
        string[] texts = [.. XDocument.Load(Out).Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        foreach (string text in (string[])["Chatterbox Server, float32, T3 int8, S3Gen bfloat16", "Chatterbox Server, float32", "0.28", "0.74", "PyTorch 2.13, float32", "1.81", "13.30", "2.35"])
            Assert.Contains(text, texts);
    }

    /// <summary>The chart in the README is the one that the command makes of the committed results.</summary>
    [Fact]
    public async Task The_chart_of_the_readme_is_up_to_date()
    {
        string[] results = [.. ((string[])["nano-full-auto", "turbo-full-auto", "original-full-auto"]).Select(Result)];
        await CommandRun.Done(["chart", .. results, "--peers", Peers, "--out", Out]);
        Assert.Equal(File.ReadAllText(Repo.Path("docs", "speed.svg")).ReplaceLineEndings("\n"), File.ReadAllText(Out));
    }

    [Theory]
    [InlineData("{}", "is not a result of 'chatterbox bench --json'")]
    [InlineData("[1]", "is not a result")]
    [InlineData("{\"family\": \"nano\"", "is not a result")]
    [InlineData("""{"family": "nano", "threads": 2, "engine": "CPU", "processor": "P", "instructionSet": "I", "rtf": 0}""", "a real-time factor is not over 0")]
    [InlineData("""{"family": "nano", "threads": 2, "engine": "CPU", "processor": "P", "instructionSet": "I", "rtf": "1"}""", "is not a result")]
    [InlineData("""{"family": "micro", "threads": 2, "engine": "CPU", "processor": "P", "instructionSet": "I", "rtf": 1}""", "there is no family 'micro'")]
    [InlineData("""{"family": "nano", "threads": 2, "engine": "a\u0001b", "processor": "P", "instructionSet": "I", "rtf": 1}""", "is not a result")]
    [InlineData("""{"family": "nano", "threads": 2, "engine": "CPU", "processor": "", "instructionSet": "I", "rtf": 1}""", "'processor' has 0 characters")]
    public async Task What_is_no_result_is_refused(string json, string message)
    {
        string file = _folder.File("result.json");
        await File.WriteAllTextAsync(file, json);
        (await CommandRun.Of("chart", file, "--out", Out)).AssertRefused($"'{file}'", message);
        Assert.False(File.Exists(Out));
    }

    [Theory]
    [InlineData("""{"peers": []}""", "it names 0 programs")]
    [InlineData("""{"peers": [{"name": "P", "machine": "M", "rtf": {"nano": -1}}]}""", "a real-time factor is not over 0")]
    [InlineData("""{"peers": [{"name": "P", "rtf": {"nano": 1}}]}""", "is not a list of peers")]
    public async Task What_is_no_list_of_peers_is_refused(string json, string message)
    {
        string file = _folder.File("peers.json");
        await File.WriteAllTextAsync(file, json);
        (await CommandRun.Of("chart", Result("nano-full"), "--peers", file, "--out", Out)).AssertRefused($"'{file}'", message);
    }

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        (await CommandRun.Of("chart", Result("nano-full"), Result("nano-full"), "--out", Out)).AssertRefused("is a second result of Nano with Chatterbox Server, float32. Name one of them.");
        (await CommandRun.Of("chart", _folder.File("absent.json"), "--out", Out)).AssertRefused("There is no file");
        (await CommandRun.Of("chart", Result("nano-full"), "--out", _folder.File("absent", "speed.svg"))).AssertRefused("There is no folder");
        (await CommandRun.Of("chart", "--out", Out)).AssertRefused("RESULT");
        Assert.False(File.Exists(Out));
    }

    public void Dispose() => _folder.Dispose();

    private static string Result(string name) => Repo.Path("benchmarks", "results", "amd-epyc-zen5", $"bench-{name}.json");
}
