using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class DurationsCommandTests
{
    [Theory]
    [InlineData("made-here/lj001-22k.aiff", "9.66 s, 22050 Hz, mono, peak -1.3 dBFS, loudness -20.")]
    [FfmpegData("made-here/lj001-48k-24bit.flac", "9.66 s, 48000 Hz, mono, peak -1.3 dBFS, loudness -20.")]
    [FfmpegData("made-here/lj001-mono.opus", "9.66 s, 48000 Hz, mono, peak -1.")]
    [FfmpegData("made-here/lj001-22k-mono.ogg", "9.66 s, 22050 Hz, mono, peak -1.")]
    [FfmpegData("made-here/jfk-44k1-stereo.mp3", "11.00 s, 44100 Hz, stereo, peak -2.")]
    [InlineData("made-here/jfk-48k-stereo-24bit.wav", "11.00 s, 48000 Hz, stereo, peak -2.")]
    public async Task A_recording_has_a_line(string file, string line)
    {
        CommandRun run = await CommandRun.Done("durations", Speech.Path(file));
        Assert.StartsWith($"{Speech.Path(file)}: {line}", Assert.Single(run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_in_its_place()
    {
        string good = Speech.Path("other/LJ001-0001.wav"), text = Repo.Path("global.json");
        CommandRun run = await CommandRun.Of("durations", "absent.wav", good, text, good);
        Assert.Equal((2, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(4, lines.Length);
        Assert.Equal("error: There is no file 'absent.wav'.", lines[0]);
        Assert.StartsWith($"{good}: 9.66 s, 22050 Hz, mono", lines[1], StringComparison.Ordinal);
        Assert.StartsWith($"error: '{text}': This is not audio of a known kind", lines[2], StringComparison.Ordinal);
        Assert.Equal(lines[1], lines[3]);
    }

    [Fact]
    public async Task A_folder_is_told_from_a_missing_file()
    {
        string folder = Repo.Path("models");
        CommandRun run = await CommandRun.Of("durations", folder);
        Assert.Equal((2, $"error: '{folder}' is a folder. Name a file in it.{Environment.NewLine}"), (run.ExitCode, run.Output));
    }

    /// <summary>As the shell's process substitution gives it.</summary>
    [FfmpegFact(needsLinux: true)]
    public async Task What_comes_out_of_a_pipe_is_read()
    {
        using TemporaryFolder folder = new();
        string pipe = folder.File("pipe");
        NamedPipe.Create(pipe);
        Task write = Task.Run(() => File.WriteAllBytes(pipe, File.ReadAllBytes(Speech.Path("made-here/jfk-44k1-stereo.mp3"))));
        CommandRun run = await CommandRun.Done("durations", pipe);
        await write;
        Assert.StartsWith($"{pipe}: 11.00 s, 44100 Hz, stereo", run.Output, StringComparison.Ordinal);
    }
}
