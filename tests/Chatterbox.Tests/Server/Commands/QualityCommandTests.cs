using System.Globalization;
using System.Text.RegularExpressions;
using Chatterbox.Tests.Pipeline;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed partial class QualityCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Texts => _folder.File("texts.txt");

    [Fact]
    public async Task The_model_that_comes_along_has_a_line_for_each_setting()
    {
        File.WriteAllText(Texts, "Hello there.\n\n  \nThis is left out.\n");
        CommandRun run = await CommandRun.Done("quality", "--texts", Texts, "--count", "1", "--max-tokens", "30");
        Assert.Contains("Original, 1 sentences, ", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("random", run.Output, StringComparison.Ordinal);
        Dictionary<string, double[]> lines = Lines(run.Output);
        Assert.Equal(
            ["8 steps", "6 steps", "4 steps", "guidance every 2nd", "5 s of reference", "6 steps, every 2nd, 5 s", "other noise"], lines.Keys);

        // pico is made for ten steps, and its own voice has less than five seconds.
        Assert.InRange(lines["4 steps"][1], 0.05, 1);
        Assert.Equal([100, 0, 1, 0, 0, 0], lines["5 s of reference"]);

        // 8 + 6 guided steps of 20 rows, and the encoder.
        Assert.InRange(lines["8 steps"][0], 80, 82);
        Assert.Equal(lines["8 steps"][0], lines["guidance every 2nd"][0]);
    }

    [Fact]
    public async Task Random_weights_are_told_from_trained_ones()
    {
        using TinyModelFolder model = new("turbo-tiny");
        File.WriteAllLines(Texts, ["Hello there.", "And this."]);
        CommandRun run = await CommandRun.Done("quality", "--texts", Texts, "--model-dir", model.Path, "--max-tokens", "5");
        Assert.Contains("Turbo, 2 sentences, 10 speech tokens, ", run.Output, StringComparison.Ordinal);
        Assert.Contains("The weights are random: these figures say little about a trained model.", run.Output, StringComparison.Ordinal);
        Dictionary<string, double[]> lines = Lines(run.Output);
        Assert.Equal(["1 step", "5 s of reference", "other noise"], lines.Keys);
        Assert.All(lines.Values, line => Assert.True(line[1] > 0));
    }

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        (await CommandRun.Of("quality", "--texts", Texts)).AssertRefused($"There is no file '{Texts}'.");
        File.WriteAllText(Texts, " \n\n");
        (await CommandRun.Of("quality", "--texts", Texts)).AssertRefused($"'{Texts}' holds no sentences. Write one a line.");
        File.WriteAllText(Texts, "Hello.");
        (await CommandRun.Of("quality", "--texts", Texts, "--count", "0")).AssertRefused("--count must be 1 to 1000, not 0.");
        (await CommandRun.Of("quality", "--texts", Texts, "--max-tokens", "0")).AssertRefused("--max-tokens must be 1 to 1000, not 0.");
        (await CommandRun.Of("quality", "--texts", Texts, "--language", "fr")).AssertRefused("Original speaks English only");
        (await CommandRun.Of("quality", "--texts", Texts, "--voice", _folder.File("absent.wav"))).AssertRefused("There is no file");
    }

    public void Dispose() => _folder.Dispose();

    private static Dictionary<string, double[]> Lines(string output) => Line().Matches(output).ToDictionary(
        line => line.Groups[1].Value,
        line => line.Groups.Values.Skip(2).Select(group => double.Parse(group.Value, CultureInfo.InvariantCulture)).ToArray());

    [GeneratedRegex(@"(?m)^  (\w[\w ,]*?) +(\d+) % +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) +([\d.]+) *\r?$")]
    private static partial Regex Line();
}
