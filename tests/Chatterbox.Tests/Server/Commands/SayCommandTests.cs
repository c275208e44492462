using System.Globalization;
using System.Text.RegularExpressions;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Pipeline;

namespace Chatterbox.Tests.Server.Commands;

[Collection(ConsoleTests.Name)]
public sealed partial class SayCommandTests : IDisposable
{
    private const string LongText = "The train to the north leaves from the second platform in a few minutes, and the next one goes at noon.";

    private readonly TemporaryFolder _folder = new();

    private string Out => _folder.File("out.wav");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_seed_alone_decides_the_audio()
    {
        CommandRun run = await CommandRun.Done("say", "Hello there, how are you?", "--out", Out, "--seed", "7", "--max-tokens", "60");
        byte[] first = File.ReadAllBytes(Out);
        AudioClip clip = new AudioDecoder().Read(Out);
        AudioInfo info = AudioInfo.Of(clip);
        Assert.Equal((24_000, 1), (clip.SampleRate, clip.Channels));
        Assert.InRange(info.Duration.TotalSeconds, 0.8, 2.4);
        Assert.InRange(info.Rms, 0.005, 0.2);
        Assert.InRange(info.Peak, 0.05, 0.999);

        Match line = ResultLine().Match(run.Output);
        Assert.True(line.Success, run.Output);
        Assert.Equal(Out, line.Groups["path"].Value);
        Assert.Equal(info.Duration.TotalSeconds, double.Parse(line.Groups["seconds"].Value, CultureInfo.InvariantCulture), 0.006);
        Assert.Equal(clip.Frames, 960 * int.Parse(line.Groups["tokens"].Value, CultureInfo.InvariantCulture));
        Assert.Equal("7", line.Groups["seed"].Value);
        string notice = Assert.Single(run.Error.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("pico, a small demonstration model", notice, StringComparison.Ordinal);
        Assert.Contains("run 'chatterbox download original' (or multilingual, turbo, nano)", notice, StringComparison.Ordinal);

        // The text of the argument, now on standard input, in place of the older file.
        run = await CommandRun.WithInput("Hello there, how are you?", "say", "-", "--out", Out, "--seed", "7", "--max-tokens", "60", "--threads", "1");
        Assert.Equal(0, run.ExitCode);
        Assert.Equal(first, File.ReadAllBytes(Out));

        await CommandRun.Done("say", "Hello there, how are you?", "--out", Out, "--seed", "8", "--max-tokens", "60");
        Assert.NotEqual(first, File.ReadAllBytes(Out));
        Assert.Equal([Out], Directory.GetFiles(_folder.File()));
    }

    [Fact]
    public async Task The_audio_is_marked_unless_that_is_not_wanted()
    {
        await CommandRun.Done("say", "Hello there.", "--out", Out, "--seed", "7", "--max-tokens", "30");
        Assert.Contains("watermarked: yes", (await CommandRun.Done("watermark", Out)).Output, StringComparison.Ordinal);
        await CommandRun.Done("say", "Hello there.", "--out", Out, "--seed", "7", "--max-tokens", "30", "--no-watermark");
        Assert.Contains("watermarked: no", (await CommandRun.Done("watermark", Out)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_prepared_voice_speaks_as_its_recording_does()
    {
        string recording = Speech.Path("other/LJ001-0001.wav"), voice = _folder.File("lj.safetensors");
        string built = _folder.File("built-in.wav"), prepared = _folder.File("prepared.wav");
        await CommandRun.Done("voice", recording, "--out", voice);
        foreach ((string path, string[] option) in new (string, string[])[] { (Out, ["--voice", recording]), (prepared, ["--voice", voice]), (built, []) })
            await CommandRun.Done(["say", "Hello.", "--out", path, "--seed", "7", "--max-tokens", "20", .. option]);
        Assert.Equal(File.ReadAllBytes(Out), File.ReadAllBytes(prepared));
        Assert.NotEqual(File.ReadAllBytes(Out), File.ReadAllBytes(built));
    }

    [Fact]
    public async Task Cancelling_stops_it_and_leaves_no_file()
    {
        using CancellationTokenSource stop = new(TimeSpan.FromSeconds(1));
        CommandRun run = await CommandRun.Cancelled(stop.Token, "say", string.Join(' ', Enumerable.Repeat(LongText, 30)), "--out", Out);
        Assert.Equal((130, ""), (run.ExitCode, run.Output));
        Assert.EndsWith($"Stopped.{Environment.NewLine}", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.File()));
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_told_before_the_model_is_opened()
    {
        string absent = _folder.File("absent");
        CommandRun run = await CommandRun.Of("say", "Hello.", "--out", Path.Combine(absent, "out.wav"));
        run.AssertRefused($"There is no folder '{absent}' to write 'out.wav' into");
        Assert.DoesNotContain("pico", run.Error, StringComparison.Ordinal);
        (await CommandRun.Of("say", "Hello.", "--out", _folder.File())).AssertRefused("is a folder. Name a file with --out.");
        (await CommandRun.Of("say", "Hello.", "--out", "")).AssertRefused("--out names no file.");
        if (OperatingSystem.IsLinux())
        {
            (await CommandRun.Of("say", "Hello.", "--out", "/dev/null")).AssertRefused(
                "'/dev/null' is a device, a pipe or a socket, no file that could be written as a whole. Name a file with --out.");
        }
    }

    [Fact]
    public async Task What_a_model_folder_lacks_is_named()
    {
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--model-dir", _folder.File("absent")))
            .AssertRefused("There is no folder", _folder.File("absent"), $"'chatterbox download original --out \"{_folder.File("absent")}\"' (or multilingual, turbo, nano) fetches one from Hugging Face; or name another folder.");
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--model-dir", _folder.File()))
            .AssertRefused(
                _folder.File(),
                "t3_cfg.safetensors, t3_mtl23ls_v2.safetensors, t3_mtl23ls_v3.safetensors, t3_turbo_v1.safetensors, t3_nano_v1.safetensors",
                "'chatterbox download original' (or multilingual, turbo, nano) fetches those of a family. For weights of another name pass --family and --t3 FILE.");
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--model-dir", _folder.File(), "--family", "TURBO"))
            .AssertRefused(_folder.File(), "t3_turbo_v1.safetensors, s3gen_meanflow.safetensors, ve.safetensors, vocab.json", $"'chatterbox download turbo --out \"{_folder.File()}\"' fetches ResembleAI/chatterbox-turbo");
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--model-dir", _folder.File(), "--family", "Multilingual", "--language", "de", "--t3", "t3_swiss.safetensors"))
            .AssertRefused("lacks t3_swiss.safetensors, s3gen.safetensors or s3gen_v3.safetensors");
    }

    [Theory]
    [InlineData("There is no text to say.", " ")]
    [InlineData("must be 0 to 5, not 5.5", "Hello.", "--temperature", "5.5")]
    [InlineData("--temperature must be", "Hello.", "--temperature", "NaN")]
    [InlineData("--exaggeration must be", "Hello.", "--exaggeration", "-1")]
    [InlineData("--cfg-weight must be", "Hello.", "--cfg-weight", "3")]
    [InlineData("--top-p must be", "Hello.", "--top-p", "0")]
    [InlineData("--top-k must be", "Hello.", "--top-k", "-1")]
    [InlineData("--min-p must be", "Hello.", "--min-p", "2")]
    [InlineData("--repetition-penalty must be", "Hello.", "--repetition-penalty", "0.5")]
    [InlineData("--max-tokens must be", "Hello.", "--max-tokens", "0")]
    [InlineData("--steps must be", "Hello.", "--steps", "0")]
    [InlineData("--guidance-every must be 1 to 4, not 0.", "Hello.", "--guidance-every", "0")]
    [InlineData("--guidance-every must be 1 to 4, not 5.", "Hello.", "--guidance-every", "5")]
    [InlineData("--reference-seconds must be 1 to 10, not 0.9.", "Hello.", "--reference-seconds", "0.9")]
    [InlineData("--reference-seconds must be 1 to 10, not 11.", "Hello.", "--reference-seconds", "11")]
    [InlineData("--threads must be", "Hello.", "--threads", "0")]
    [InlineData("Original speaks English only; French is for multilingual models.", "Hello.", "--language", "fr")]
    [InlineData("There is no language 'xx'. Known: ar, da,", "Hello.", "--language", "xx")]
    [InlineData("Name a folder with --model-dir to use Nano; 'chatterbox download nano' makes one.", "Hello.", "--family", "nano")]
    [InlineData("--t3 names a file of the folder that --model-dir names", "Hello.", "--t3", "t3_cfg.safetensors")]
    [InlineData("There is no file 'absent.wav'.", "Hello.", "--voice", "absent.wav")]
    [InlineData("There is no file 'absent.safetensors'.", "Hello.", "--voice", "absent.safetensors")]
    public async Task Wrong_use_is_refused(string message, params string[] args)
    {
        (await CommandRun.Of(["say", .. args, "--out", Out])).AssertRefused(message);
        Assert.Empty(Directory.GetFiles(_folder.File()));
    }

    [Theory]
    [InlineData("--temperature", "9")]
    [InlineData("--threads", "0")]
    [InlineData("--voice", "absent.wav")]
    public async Task Options_are_looked_at_before_the_model(params string[] option)
    {
        CommandRun run = await CommandRun.Of(["say", "Hello.", "--out", Out, .. option]);
        Assert.Equal(2, run.ExitCode);
        Assert.DoesNotContain("pico", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_another_kind_than_wav_is_refused()
    {
        string mp3 = _folder.File("out.mp3");
        (await CommandRun.Of("say", "Hello.", "--out", mp3)).AssertRefused("'say' writes WAV", $"ffmpeg -i \"{Out}\" \"{mp3}\"");
        foreach (string name in (string[])["out.WAV", "out"])
            await CommandRun.Done("say", "Hello.", "--out", _folder.File(name), "--max-tokens", "20", "--seed", "7");
    }

    [Fact]
    public async Task A_voice_that_cannot_serve_is_named()
    {
        string silent = _folder.File("silent.wav");
        WavWriter.Save(silent, new float[16_000], 16_000);
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--voice", silent)).AssertRefused($"'{silent}': The recording is silent.");
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--voice", _folder.File())).AssertRefused($"'{_folder.File()}' is a folder.");
    }

    [LinuxFact]
    public async Task A_refusal_names_the_file_that_was_asked_for()
    {
        CommandRun run = await CommandRun.Of("say", "Hello.", "--out", "/proc/x.wav");
        run.AssertRefused("'/proc/x.wav' cannot be written");
        Assert.DoesNotContain(".tmp", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_without_bounds_is_refused() =>
        (await CommandRun.WithInput(new string('a', 200_000), "say", "-", "--out", Out)).AssertRefused("more than 100000 characters");

    /// <summary>Letters that stand for a whole phrase are split into as many as eighteen.</summary>
    [Fact]
    public async Task A_text_with_more_tokens_than_the_model_reads_is_refused()
    {
        using TinyModelFolder model = new("multilingual-tiny-fr");
        File.Copy(Repo.Path("parity_data", "original-tiny", "conds.pt"), model.File("conds.pt"));
        string text = new('\uFDFA', 250);
        (await CommandRun.Of("say", text, "--language", "ar", "--model-dir", model.Path, "--random", "--out", Out))
            .AssertRefused("more than the 2048 that the model reads. Use shorter sentences.");
        Assert.False(File.Exists(Out));
    }

    [Fact]
    public async Task What_is_no_voice_is_refused()
    {
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--voice", Repo.Path("models", "pico", "ve.safetensors")))
            .AssertRefused("ve.safetensors' is not a voice");
        (await CommandRun.Of("say", "Hello.", "--out", Out, "--voice", Repo.Path("global.json")))
            .AssertRefused("global.json': This is not audio of a known kind");
    }

    [GeneratedRegex(@"^(?<path>.+): (?<seconds>[0-9.]+) s of audio in [0-9.]+ s, (?<tokens>\d+) speech tokens, seed (?<seed>\d+)\r?\n$")]
    private static partial Regex ResultLine();
}
