using System.CommandLine;
using System.Globalization;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Checkpoints;
using Chatterbox.Models.T3;
using Chatterbox.Models.VoiceEncoder;
using Chatterbox.Pipeline;

namespace Chatterbox.Server.Commands;

/// <summary><c>voice</c>: recordings checked, made into a voice, or compared.</summary>
internal sealed class VoiceCommand
{
    private readonly Command _command = new(
        "voice",
        "Checks recordings of a speaker and prepares a voice from them, or compares two voices.\n\n"
        + "  chatterbox voice me.wav                                  what is wrong with the recording\n"
        + "  chatterbox voice me.wav more.mp3 --out me.safetensors    a voice for 'say --voice me.safetensors'\n"
        + "  chatterbox voice me.wav --compare speech.wav             how alike two voices are");

    private readonly Argument<string[]> _files = new("FILE") { Description = "Recordings of one speaker in any format; Turbo and Nano need more than 5 s.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> _out = new("--out", "-o") { Description = "The voice file to write.", HelpName = "V.safetensors" };
    private readonly Option<string?> _compare = new("--compare") { Description = "A recording or a voice to compare FILE with.", HelpName = "FILE" };
    private readonly ModelOptions _model;

    private VoiceCommand()
    {
        _command.Arguments.Add(_files);
        _command.Options.Add(_out);
        _command.Options.Add(_compare);
        _model = new ModelOptions(_command);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new VoiceCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        string[] files = result.GetValue(_files)!;
        string? path = result.GetValue(_out);
        if (result.GetValue(_compare) is { } other)
        {
            return files.Length == 1 && path is null
                ? Compare(result, files[0], other, cancellation)
                : throw new UsageException("--compare takes one FILE and no --out.");
        }

        if (path is null)
        {
            Examine(files, _model.DetectFamily(result), cancellation);
            return ExitCode.Done;
        }

        if (!VoiceSource.IsVoice(path))
            throw new UsageException($"'{path}' is no name for a voice; it must end in {VoiceSource.VoiceExtension}.");
        OutputFile.RequireWritable(path);
        using CheckpointFolder folder = _model.Open(result);
        AudioClip[] clips = Examine(files, folder.Family, cancellation);
        using Tensors.Engine engine = _model.CreateEngine(result);
        Voice voice = new VoicePreparer(engine, folder.Sources, cancellation).Prepare(clips, cancellation);
        voice.Save(path);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{path}: a voice for {voice.Family}, {(double)voice.Reference.PromptTokens.Length / SpeechToken.PerSecond:F2} s of prompt in {voice.Reference.PromptTokens.Length} tokens, {voice.PromptSpeechTokens.Length} tokens for T3"));
        return ExitCode.Done;
    }

    /// <summary>Prints what the recordings are like and returns them.</summary>
    /// <exception cref="UsageException">One cannot serve, or all together are too short.</exception>
    private static AudioClip[] Examine(string[] files, ModelFamily family, CancellationToken cancellation)
    {
        TimeSpan minimum = FamilyTraits.Of(family).MinimumReference;
        bool serves = true;
        var clips = new AudioClip[files.Length];
        for (int i = 0; i < files.Length; i++)
        {
            if (VoiceSource.IsVoice(files[i]))
            {
                throw new UsageException(
                    $"'{files[i]}' is a prepared voice, not a recording. 'chatterbox say TEXT --voice \"{files[i]}\"' speaks with it; --compare FILE compares it.");
            }

            clips[i] = Recording.Read(files[i], cancellation);
            Console.WriteLine($"{files[i]}: {AudioLine.Of(AudioInfo.Of(clips[i]))}");
            // Several recordings must only be long enough together.
            foreach (ReferenceFinding finding in ReferenceCheck.Examine(clips[i], files.Length == 1 ? minimum : FamilyTraits.ShortestRecording))
            {
                Console.WriteLine($"  {(finding.Severity == FindingSeverity.Error ? "error" : "warning")}: {finding.Message}");
                serves &= finding.Severity != FindingSeverity.Error;
            }
        }

        double seconds = clips.Sum(clip => clip.Duration.TotalSeconds);
        if (serves && seconds <= minimum.TotalSeconds)
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"{family} needs more than {minimum.TotalSeconds:0.#} s of speech; the recordings have {seconds:F2} s."));
        return serves ? clips : throw new UsageException($"No voice for {family} can be made of {(files.Length == 1 ? "this recording" : "these recordings")}: see the errors above.");
    }

    private int Compare(ParseResult result, string left, string right, CancellationToken cancellation)
    {
        using CheckpointFolder folder = _model.Open(result);
        using Tensors.Engine engine = _model.CreateEngine(result);
        VoicePreparer preparer = new(engine, folder.Sources, cancellation);
        float cosine = VoiceSimilarity.Cosine(Embedding(left), Embedding(right));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"cosine {cosine:F3}"));
        Console.WriteLine(
            "With the published voice encoder two LibriSpeech recordings of one speaker have 0.86 to 0.96, those of different speakers at most 0.80; pico's encoder is a demonstration and tells less.");
        return ExitCode.Done;

        float[] Embedding(string path) => VoiceSource.IsVoice(path)
            ? VoiceSource.Load(path).SpeakerEmbedding
            : preparer.Embed(Recording.Read(path, cancellation), cancellation);
    }
}
