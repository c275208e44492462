using System.Text.Json;
using Chatterbox.Tests.Pipeline;

namespace Chatterbox.Tests.Server.Commands;

/// <summary>The verb as a user calls it.</summary>
[Collection(ConsoleTests.Name)]
public sealed class BenchCommandTests
{
    private static readonly string[] Phases = ["voice", "prefill", "decode", "flow", "vocoder", "watermark"];

    [Fact]
    public async Task A_tiny_model_is_measured_in_all_phases()
    {
        CommandRun run = await CommandRun.Done("bench", "--inventory", Tiny("nano-tiny"), "--tokens", "5", "--repeat", "1", "--threads", "1", "--json");
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal("nano", json.GetProperty("family").GetString());
        Assert.Equal(5, json.GetProperty("tokens").GetInt32());
        Assert.Equal(1, json.GetProperty("threads").GetInt32());
        foreach (string name in (ReadOnlySpan<string>)["processor", "instructionSet", "engine"])
            Assert.NotEmpty(json.GetProperty(name).GetString()!);
        AssertPositive(
            json, "repeats", "promptRows", "sharedRows", "solverSteps", "audioSeconds", "loadSeconds", "loadPeakBytes", "millisecondsPerToken",
            "tokensPerSecond", "rtf", "peakBytes", "engineBytes", "managedBytes");

        // One row for the speaker, 250 of the 10 s of reference, 20 of text, one for the start; three tokens of silence at the end.
        Assert.Equal(1 + 250 + 20 + 1, json.GetProperty("promptRows").GetInt32());
        Assert.Equal((5 + 3) * 0.04, json.GetProperty("audioSeconds").GetDouble(), 6);
        Assert.Equal((2, 1, 10), (json.GetProperty("solverSteps").GetInt32(), json.GetProperty("guidanceEvery").GetInt32(), json.GetProperty("referenceSeconds").GetDouble()));
        Assert.False(json.GetProperty("start").TryGetProperty("seconds", out _));
        Assert.Contains("are not read from files", json.GetProperty("start").GetProperty("notMeasured").GetString(), StringComparison.Ordinal);
        JsonElement[] parts = [.. json.GetProperty("parts").EnumerateArray()];
        Assert.Equal(["T3", "flow", "vocoder", "voice models"], parts.Select(part => part.GetProperty("name").GetString()));
        Array.ForEach(parts, part => AssertPositive(part, "bytes"));
        JsonElement[] peaks = [.. json.GetProperty("peaks").EnumerateArray()];
        Assert.Equal([1], peaks.Select(peak => peak.GetProperty("threads").GetInt32()));
        AssertPositive(peaks[0], "gflopPerSecond", "gigabytesPerSecond");
        JsonElement phases = json.GetProperty("phases");
        Assert.Equal(Phases, phases.EnumerateArray().Select(phase => phase.GetProperty("name").GetString()));
        foreach (JsonElement phase in phases.EnumerateArray())
        {
            AssertPositive(phase, "seconds", "peakBytes");
            if (phase.GetProperty("name").GetString() != "watermark")
                AssertPositive(phase, "gflop", "gflopPerSecond", "gigabytes", "gigabytesPerSecond");
        }
    }

    [Fact]
    public async Task A_model_with_guidance_speaks_with_the_voice_of_a_recording()
    {
        string voice = Repo.Path("tests", "data", "speech", "made-here", "jfk-48k-stereo-24bit.wav");
        CommandRun run = await CommandRun.Done("bench", "--inventory", Tiny("original-tiny"), "--voice", voice, "--tokens", "2", "--repeat", "2");
        foreach (string phase in Phases)
            Assert.Contains(phase, run.Output, StringComparison.Ordinal);
        Assert.Contains("real-time factor", run.Output, StringComparison.Ordinal);
        Assert.Contains("0.08 s of audio", run.Output, StringComparison.Ordinal);
        Assert.Contains("start to first token: not measured, since values made from an inventory are not read from files", OneLine(run.Output), StringComparison.Ordinal);
    }

    /// <summary>Here the process is that of the tests, which has run for a while.</summary>
    [Fact]
    public async Task A_folder_with_a_voice_tells_how_soon_its_process_speaks()
    {
        using TinyModelFolder model = new("original-tiny");
        CommandRun run = await CommandRun.Done("bench", "--model-dir", model.Path, "--tokens", "2", "--repeat", "1", "--json");
        JsonElement start = JsonDocument.Parse(run.Output).RootElement.GetProperty("start");
        double age = (DateTime.Now - System.Diagnostics.Process.GetCurrentProcess().StartTime).TotalSeconds;
        Assert.InRange(start.GetProperty("seconds").GetDouble(), 0.01, age);
        Assert.False(start.TryGetProperty("notMeasured", out _));
        File.Delete(model.File("conds.pt"));
        run = await CommandRun.Done("bench", "--model-dir", model.Path, "--tokens", "2", "--repeat", "1");
        Assert.Contains("start to first token: not measured, since the folder has no voice of its own", OneLine(run.Output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_makes_it_faster_takes_less_arithmetic()
    {
        double whole = await FlowAsync(), guidance = await FlowAsync("--guidance-every", "2"), reference = await FlowAsync("--reference-seconds", "5"), steps = await FlowAsync("--steps", "8");
        Assert.InRange(guidance / whole, 0.8, 0.82);
        Assert.Equal(guidance, steps, 1e-9);

        // 127 tokens in place of 252: half of the products, a quarter of the attention.
        Assert.InRange(reference / whole, Math.Pow(127 / 252.0, 2), 127 / 252.0);

        async Task<double> FlowAsync(params string[] options)
        {
            CommandRun run = await CommandRun.Done(["bench", "--inventory", Tiny("original-tiny"), "--tokens", "2", "--repeat", "1", "--json", .. options]);
            JsonElement json = JsonDocument.Parse(run.Output).RootElement;
            Assert.Equal(options is ["--steps", ..] ? 8 : 10, json.GetProperty("solverSteps").GetInt32());
            Assert.Equal(options is ["--guidance-every", ..] ? 2 : 1, json.GetProperty("guidanceEvery").GetInt32());
            Assert.Equal(options is ["--reference-seconds", ..] ? 5 : 10, json.GetProperty("referenceSeconds").GetDouble());
            return json.GetProperty("phases").EnumerateArray().Single(phase => phase.GetProperty("name").GetString() == "flow").GetProperty("gflop").GetDouble();
        }
    }

    [Fact]
    public async Task Reused_guidance_is_refused_where_there_is_none() =>
        (await CommandRun.Of("bench", "--inventory", Tiny("nano-tiny"), "--guidance-every", "2")).AssertRefused("Nano's flow has no guidance. Leave it out.");

    [Fact]
    public async Task Requests_at_once_share_their_steps()
    {
        CommandRun run = await CommandRun.Done("bench", "--inventory", Tiny("nano-tiny"), "--tokens", "5", "--repeat", "1", "--requests", "3", "--json");
        JsonElement json = JsonDocument.Parse(run.Output).RootElement, alone = json.GetProperty("alone"), together = json.GetProperty("together");
        Assert.Equal(1, alone.GetProperty("stepTokens").GetDouble());
        Assert.InRange(together.GetProperty("stepTokens").GetDouble(), 1.5, 3);
        Assert.Equal(3, together.GetProperty("firstAudioSeconds").GetArrayLength());
        foreach (JsonElement requests in (ReadOnlySpan<JsonElement>)[alone, together])
            AssertPositive(requests, "stepTokensPerSecond", "audioSecondsPerSecond");
        AssertPositive(json.GetProperty("fairness"), "alone", "longPieces", "worstRatio");
    }

    [Theory]
    [InlineData("--requests", "65")]
    [InlineData("--tokens", "1")]
    [InlineData("--tokens", "1001")]
    [InlineData("--repeat", "0")]
    [InlineData("--steps", "0")]
    [InlineData("--guidance-every", "5")]
    [InlineData("--reference-seconds", "0.5")]
    [InlineData("--inventory", "no-such-file.json")]
    [InlineData("--voice", "no-such-file.wav")]
    public async Task Wrong_use_is_refused(string option, string value) =>
        (await CommandRun.Of("bench", option, value)).AssertRefused(value);

    [Fact]
    public async Task A_folder_and_an_inventory_are_refused_together() =>
        (await CommandRun.Of("bench", "--model-dir", "folder", "--inventory", Tiny("nano-tiny"))).AssertRefused("--model-dir and --inventory");

    /// <summary>Without the line ends that the width of the terminal makes.</summary>
    private static string OneLine(string output) => string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Tiny(string name) => Repo.Path("parity_data", name, "inventory.json");

    private static void AssertPositive(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            double value = json.GetProperty(name).GetDouble();
            Assert.True(double.IsFinite(value) && value > 0, $"{name} is {value}");
        }
    }
}
