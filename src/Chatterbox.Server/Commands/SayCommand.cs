using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Chatterbox.Audio.Files;
using Chatterbox.Checkpoints;
using Chatterbox.Models.Perth;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Commands;

/// <summary><c>say</c>: a text to a WAV file.</summary>
internal sealed class SayCommand
{
    private const int MaxTextCharacters = 100_000;

    private readonly Command _command = new(
        "say",
        "Speaks a text into a WAV file.\n\n"
        + "  chatterbox say \"Hello there.\" --out hello.wav\n"
        + "  chatterbox say - --voice me.wav --model-dir models/chatterbox --seed 7 < story.txt");

    private readonly Argument<string> _text = new("TEXT") { Description = "What to say; '-' reads standard input." };
    private readonly Option<string?> _voice = new("--voice") { Description = "A recording of the voice (WAV, FLAC, MP3, ...), or a voice made by 'chatterbox voice'.", HelpName = "FILE" };
    private readonly Option<string> _out = new("--out", "-o") { Description = "The WAV file to write.", HelpName = "FILE.wav", DefaultValueFactory = _ => "speech.wav" };
    private readonly Option<ulong?> _seed = new("--seed") { Description = "The same seed gives the same audio. Default: a new one each time.", HelpName = "N" };
    private readonly Option<bool> _random = new("--random") { Description = "Let a checkpoint of random values speak, which is noise." };
    private readonly Option<bool> _noWatermark = new("--no-watermark") { Description = "Leave out the inaudible watermark." };
    private readonly ModelOptions _model;
    private readonly SpeechOptions _speech;

    private SayCommand()
    {
        _command.Arguments.Add(_text);
        foreach (Option option in (ReadOnlySpan<Option>)[_voice, _out, _seed])
            _command.Options.Add(option);
        _model = new ModelOptions(_command);
        _speech = new SpeechOptions(_command);
        _command.Options.Add(_random);
        _command.Options.Add(_noWatermark);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new SayCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        string text = ReadText(result.GetValue(_text)!);
        string path = result.GetValue(_out)!;
        RequireWav(path);
        OutputFile.RequireWritable(path);
        if (result.GetValue(_voice) is { } voice)
            InputFile.Require(voice);
        SynthesisRequest options = _speech.Request(result, _model.DetectFamily(result));
        using CheckpointFolder folder = _model.Open(result);
        if (folder.IsRandom && !result.GetValue(_random))
            throw new UsageException("This checkpoint holds random values and speaks noise. Pass --random if that is what you want.");
        using Tensors.Engine engine = _model.CreateEngine(result);
        ChatterboxModel model = ChatterboxModel.Load(engine, folder, cancellation);
        PerthWatermark? watermark = result.GetValue(_noWatermark) ? null : PerthWatermark.Open(engine, BundledFiles.Watermark);

        SynthesisRequest request = options with
        {
            Text = text,
            Voice = VoiceSource.Open(model, result.GetValue(_voice), cancellation),
            Seed = result.GetValue(_seed) ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
            Watermark = watermark is not null,
        };
        SynthesisResult spoken;
        using (var progress = new ProgressLine())
            spoken = new Synthesizer(model, watermark).Speak(request, progress.Report, cancellation);
        cancellation.ThrowIfCancellationRequested();
        WavWriter.Save(path, spoken.Audio, AudioFormat.SampleRate);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: {spoken.Duration.TotalSeconds:F2} s of audio in {spoken.Report.Times.Values.Sum():F2} s, {spoken.Report.Tokens} speech tokens, seed {request.Seed}"));
        return ExitCode.Done;
    }

    private static void RequireWav(string path)
    {
        string extension = Path.GetExtension(path);
        if (extension.Length > 0 && !extension.Equals(".wav", StringComparison.OrdinalIgnoreCase))
        {
            string wav = Path.ChangeExtension(path, ".wav");
            throw new UsageException($"'say' writes WAV, and '{path}' is no name for that. Write '{wav}' and convert it: ffmpeg -i \"{wav}\" \"{path}\"");
        }
    }

    private static string ReadText(string argument)
    {
        if (argument != "-")
            return Checked(argument);
        char[] buffer = new char[MaxTextCharacters + 1];
        int length = Console.In.ReadBlock(buffer);
        return Checked(new string(buffer, 0, length));
    }

    private static string Checked(string text) =>
        text.Length > MaxTextCharacters ? throw new UsageException($"The text has more than {MaxTextCharacters} characters. Speak it in parts.")
        : string.IsNullOrWhiteSpace(text) ? throw new UsageException("There is no text to say.")
        : text;
}
