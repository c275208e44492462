using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class DurationsCommandTests
{
    [Theory]
    [InlineData("made-here/lj001-22k.aiff", "9.66 s, 22050 Hz, mono, peak -1.3 dBFS, loudness -20.")]
    [InlineData("made-here/lj001-48k-24bit.flac", "9.66 s, 48000 Hz, mono, peak -1.3 dBFS, loudness -20.")]
    [InlineData("made-here/lj001-mono.opus", "9.66 s, 48000 Hz, mono, peak -1.")]
    [InlineData("made-here/lj001-22k-mono.ogg", "9.66 s, 22050 Hz, mono, peak -1.")]
    [InlineData("made-here/jfk-44k1-stereo.mp3", "11.00 s, 44100 Hz, stereo, peak -2.")]
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
}
