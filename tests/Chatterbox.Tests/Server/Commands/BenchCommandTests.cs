using System.Diagnostics;
using System.Text.Json;
using Chatterbox.Server.Commands;

namespace Chatterbox.Tests.Server.Commands;

/// <summary>The verb as a user calls it, in a process of its own.</summary>
public sealed class BenchCommandTests
{
    private static readonly string[] Phases = ["voice", "prefill", "decode", "flow", "vocoder", "watermark"];

    [Fact]
    public async Task A_tiny_model_is_measured_in_all_phases()
    {
        (int code, string output) = await Run("--inventory", Repo.Path("parity_data", "nano-tiny", "inventory.json"), "--tokens", "5", "--repeat", "1", "--threads", "1", "--json");
        Assert.Equal(ExitCode.Done, code);
        JsonElement json = JsonDocument.Parse(output).RootElement;
        Assert.Equal("nano", json.GetProperty("family").GetString());
        Assert.Equal(5, json.GetProperty("tokens").GetInt32());
        Assert.Equal(1, json.GetProperty("threads").GetInt32());
        foreach (string name in (ReadOnlySpan<string>)["processor", "instructionSet", "engine"])
            Assert.NotEmpty(json.GetProperty(name).GetString()!);
        AssertPositive(
            json, "repeats", "promptRows", "solverSteps", "audioSeconds", "loadSeconds", "loadPeakBytes", "millisecondsPerToken",
            "tokensPerSecond", "rtf", "peakBytes", "engineBytes", "managedBytes");

        // One row for the speaker, 250 of the 10 s of reference, 20 of text, one for the start; three tokens of silence at the end.
        Assert.Equal(1 + 250 + 20 + 1, json.GetProperty("promptRows").GetInt32());
        Assert.Equal((5 + 3) * 0.04, json.GetProperty("audioSeconds").GetDouble(), 6);
        JsonElement phases = json.GetProperty("phases");
        Assert.Equal(Phases, phases.EnumerateArray().Select(phase => phase.GetProperty("name").GetString()));
        foreach (JsonElement phase in phases.EnumerateArray())
        {
            AssertPositive(phase, "seconds", "peakBytes");
            if (phase.GetProperty("name").GetString() != "watermark")
                AssertPositive(phase, "gflop", "gflopPerSecond", "gigabytes", "gigabytesPerSecond");
        }
    }

    [Theory]
    [InlineData("--tokens", "1")]
    [InlineData("--repeat", "0")]
    [InlineData("--inventory", "no-such-file.json")]
    [InlineData("--voice", "no-such-file.wav")]
    public async Task Wrong_use_is_refused(string option, string value)
    {
        (int code, string output) = await Run(option, value);
        Assert.Equal(ExitCode.BadInput, code);
        Assert.Empty(output);
    }

    private static async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ExitCode).Assembly.Location, "bench", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, output);
    }

    private static void AssertPositive(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            double value = json.GetProperty(name).GetDouble();
            Assert.True(double.IsFinite(value) && value > 0, $"{name} is {value}");
        }
    }
}
