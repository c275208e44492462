using System.Globalization;
using Chatterbox.Audio.Files;
using Chatterbox.Pipeline;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed class VoiceCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegFact]
    public async Task Without_a_file_to_write_it_tells_what_it_finds()
    {
        string jfk = Speech.Path("made-here/jfk-44k1-stereo.mp3"), quiet = _folder.File("quiet.wav");
        WavWriter.Save(quiet, Hum(2, 0.002f), 16_000);
        CommandRun run = await CommandRun.Done("voice", jfk, quiet);
        string[] lines = run.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith($"{jfk}: 11.00 s, 44100 Hz, stereo, peak -", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"{quiet}: 2.00 s, 16000 Hz, mono, peak -53.9 dBFS, loudness -", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  warning: The recording is very quiet", lines[2], StringComparison.Ordinal);
        Assert.Equal("", run.Error);
    }

    [Fact]
    public async Task A_recording_that_cannot_serve_is_refused()
    {
        string silent = _folder.File("silent.wav"), instant = _folder.File("instant.wav"), voice = _folder.File("v.safetensors");
        WavWriter.Save(silent, new float[16_000], 16_000);
        WavWriter.Save(instant, Hum(0.04, 0.3f), 16_000);
        CommandRun run = await CommandRun.Of("voice", silent);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("peak -inf dBFS", run.Output, StringComparison.Ordinal);
        Assert.Contains("  error: The recording is silent.", run.Output, StringComparison.Ordinal);
        Assert.Contains("No voice for Original can be made of this recording", run.Error, StringComparison.Ordinal);

        run = await CommandRun.Of("voice", Speech.Path("other/LJ001-0001.wav"), instant, "--out", voice);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("  error: The recording is 0.04 s long; it must be longer than 0.1 s.", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(voice));
    }

    [Fact]
    public async Task Turbo_needs_five_seconds_in_all()
    {
        string first = Speech.Path("other/BAC009S0764W0121.wav"), second = Speech.Path("other/BAC009S0764W0122.wav");
        CommandRun run = await CommandRun.Of("voice", first, "--family", "turbo");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("  error: The recording is 4.20 s long; it must be longer than 5 s.", run.Output, StringComparison.Ordinal);
        await CommandRun.Done("voice", first, second, "--family", "Turbo");

        string instant = _folder.File("short.wav");
        WavWriter.Save(instant, Hum(0.5, 0.3f), 16_000);
        run = await CommandRun.Of("voice", first, instant, "--family", "turbo");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Turbo needs more than 5 s of speech; the recordings have 4.70 s.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_voice_is_made_of_several_recordings()
    {
        string voice = _folder.File("v.safetensors");
        CommandRun run = await CommandRun.Done("voice", Speech.Path("other/BAC009S0764W0121.wav"), Speech.Path("other/BAC009S0764W0122.wav"), "--out", voice);
        Assert.Contains($"{voice}: a voice for Original, 8.28 s of prompt in 207 tokens, 150 tokens for T3", run.Output, StringComparison.Ordinal);
        Voice loaded = Voice.Load(voice);
        Assert.Equal(ModelFamily.Original, loaded.Family);
        Assert.Equal(150, loaded.PromptSpeechTokens.Length);
        Assert.Equal(207, loaded.Reference.PromptTokens.Length);
    }

    /// <summary>With the trained voice encoder, whose figures the command quotes.</summary>
    [FfmpegFact]
    public async Task Speakers_are_told_apart()
    {
        foreach (string file in (string[])["t3_cfg.safetensors", "s3gen.safetensors", "tokenizer.json"])
            File.CreateSymbolicLink(_folder.File(file), Repo.Path("models", "pico", file));
        File.CreateSymbolicLink(_folder.File("ve.safetensors"), Repo.Path("parity_data", "speaker", "ve-resemblyzer.f16.safetensors"));
        string speaker = Speech.Path("librispeech/1688-142285-0001.flac");
        Assert.InRange(await Compare(speaker, Speech.Path("librispeech/1688-142285-0006.flac")), 0.86, 0.96);
        Assert.InRange(await Compare(speaker, Speech.Path("librispeech/1998-15444-0000.flac")), 0, 0.80);

        async Task<double> Compare(string left, string right) => Cosine(await CommandRun.Done("voice", left, "--compare", right, "--model-dir", _folder.File()));
    }

    [Fact]
    public async Task A_voice_is_compared_with_a_recording()
    {
        string recording = Speech.Path("other/LJ001-0001.wav"), voice = _folder.File("lj.safetensors");
        await CommandRun.Done("voice", recording, "--out", voice);
        CommandRun run = await CommandRun.Done("voice", voice, "--compare", recording);
        Assert.Equal(1, Cosine(run), 0.001);
        Assert.Contains("one speaker have 0.86 to 0.96, those of different speakers at most 0.80", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        string recording = Speech.Path("other/LJ001-0001.wav");
        (await CommandRun.Of("voice", recording, recording, "--compare", recording)).AssertRefused("--compare takes one FILE and no --out.");
        (await CommandRun.Of("voice", recording, "--compare", recording, "--out", "v.safetensors")).AssertRefused("--compare takes one FILE and no --out.");
        (await CommandRun.Of("voice", recording, "--compare", "absent.wav")).AssertRefused("There is no file 'absent.wav'.");
        (await CommandRun.Of("voice", recording, "--out", "voice.wav")).AssertRefused("must end in .safetensors");
        (await CommandRun.Of("voice", recording, "--out", _folder.File("absent", "v.safetensors"))).AssertRefused("There is no folder");
        (await CommandRun.Of("voice", "absent.wav")).AssertRefused("There is no file 'absent.wav'.");
        (await CommandRun.Of("voice", "lj.safetensors")).AssertRefused("'lj.safetensors' is a prepared voice, not a recording", "--voice \"lj.safetensors\"", "--compare");
        (await CommandRun.Of("voice", _folder.File())).AssertRefused($"'{_folder.File()}' is a folder.");
    }

    [Fact]
    public async Task The_T3_file_tells_whose_rules_count()
    {
        foreach (string file in (string[])["t3_cfg.safetensors", "t3_nano_v1.safetensors"])
            File.WriteAllText(_folder.File(file), "");
        string recording = Speech.Path("other/BAC009S0764W0121.wav");
        await CommandRun.Done("voice", recording, "--model-dir", _folder.File(), "--t3", "t3_cfg.safetensors");
        CommandRun run = await CommandRun.Of("voice", recording, "--model-dir", _folder.File(), "--t3", "t3_nano_v1.safetensors");
        Assert.Contains("No voice for Nano", run.Error, StringComparison.Ordinal);
        (await CommandRun.Of("voice", recording, "--model-dir", _folder.File())).AssertRefused("several models", "--t3 FILE");
    }

    private static double Cosine(CommandRun run) =>
        double.Parse(run.Output.Split(Environment.NewLine)[0]["cosine ".Length..], CultureInfo.InvariantCulture);

    private static float[] Hum(double seconds, float level) =>
        [.. Enumerable.Range(0, (int)(16_000 * seconds)).Select(i => level * MathF.Sin(2 * MathF.PI * 250 * i / 16_000))];
}
