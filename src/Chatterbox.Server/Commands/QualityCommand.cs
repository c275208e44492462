using System.CommandLine;
using System.Globalization;
using Chatterbox.Checkpoints;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Quality;
using Chatterbox.Server.Benchmark;
using Spectre.Console;

namespace Chatterbox.Server.Commands;

/// <summary><c>quality</c>: what the settings that render faster cost, against the default on the same speech tokens.</summary>
internal sealed class QualityCommand
{
    private const int MaxLineCharacters = 1000, MaxSentences = 1000;

    private readonly Command _command = new(
        "quality",
        "Prints how far speech with fewer solver steps, with reused guidance and with a shorter reference is from the default, rendered from\n"
        + "the same speech tokens. 'other noise', the same settings with the next seed's noise, is a measure for the rest.\n\n"
        + "  chatterbox quality --texts tests/data/pico-sentences.txt\n"
        + "  chatterbox quality --texts sentences.txt --count 5 --model-dir models/chatterbox-turbo --voice me.wav\n\n"
        + "work: the flow's arithmetic as a share of the default's. mel: what the flow makes; audio: the log mel of what is heard; their\n"
        + "relative L2 distances, the correlation of the mel, and mean differences in decibels.");

    private readonly Option<string> _texts = new("--texts") { Description = "File with a sentence a line.", HelpName = "FILE", Required = true };
    private readonly Option<int?> _count = new("--count") { Description = $"How many of its sentences, the first. Default: all, at most {MaxSentences}.", HelpName = "N" };
    private readonly Option<string?> _voice = new("--voice") { Description = "A recording of the voice, or a voice made by 'chatterbox voice'. Default: the model's own.", HelpName = "FILE" };
    private readonly Option<string?> _language = new("--language") { Description = "Language code of the sentences, for multilingual models. Default: en.", HelpName = "L" };
    private readonly Option<int?> _maxTokens = new("--max-tokens") { Description = "Speech tokens of a sentence at most, for checkpoints of random values, which do not end by themselves.", HelpName = "N" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the first sentence; each has the next one. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly ModelOptions _model;

    private QualityCommand()
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_texts, _count, _voice, _language, _maxTokens, _seed])
            _command.Options.Add(option);
        _model = new ModelOptions(_command);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new QualityCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        int count = InRange(_count, result.GetValue(_count) ?? MaxSentences, MaxSentences), most = InRange(_maxTokens, result.GetValue(_maxTokens) ?? 1000, 1000);
        List<string> texts = Texts(result.GetValue(_texts)!, count);
        if (result.GetValue(_voice) is { } file)
            InputFile.Require(file);
        ModelFamily family = _model.DetectFamily(result);
        string? language = LanguageCode.For(family, result.GetValue(_language) ?? "en");
        using CheckpointFolder folder = _model.Open(result);
        using Tensors.Engine engine = _model.CreateEngine(result);
        ChatterboxModel model = ChatterboxModel.Load(engine, folder, cancellation);
        Voice voice = VoiceSource.Open(model, result.GetValue(_voice), cancellation);
        var comparison = new RenderingComparison(model, RenderingSettings.For(family));
        ulong seed = result.GetValue(_seed);
        foreach (string text in texts)
        {
            comparison.Add(
                new SynthesisRequest
                {
                    Text = text,
                    Voice = voice,
                    Language = language,
                    Lengths = LengthRule.For(family, language),
                    Sampling = SamplingSettings.For(family),
                    MaxTokens = result.GetValue(_maxTokens) is null ? null : most,
                    Seed = unchecked(seed++),
                },
                cancellation);
        }

        Write(comparison, model, folder.Sources, voice);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{family}, {texts.Count} sentences, {comparison.Tokens.Sum()} speech tokens, {(double)voice.Reference.PromptTokens.Length / FlowReference.TokenRate:F1} s of reference."));
        if (folder.IsRandom)
            Console.WriteLine("The weights are random: these figures say little about a trained model.");
        return ExitCode.Done;
    }

    private static void Write(RenderingComparison comparison, ChatterboxModel model, CheckpointSources sources, Voice voice)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("settings").NoWrap());
        foreach (string column in (ReadOnlySpan<string>)["work", "mel L2", "corr.", "dB", "audio L2", "dB"])
            table.AddColumn(new TableColumn(column).RightAligned());
        double whole = Work(new RenderingSettings(""));
        foreach (RenderingDistance distance in comparison.Distances)
        {
            table.AddRow(
                distance.Settings.Name, (Work(distance.Settings) / whole).ToString("P0", CultureInfo.InvariantCulture),
                Number(distance.Mel.RelativeL2, "F4"), Number(distance.Mel.Correlation, "F4"), Number(distance.Mel.MeanDecibels, "F2"),
                Number(distance.Audio.RelativeL2, "F4"), Number(distance.Audio.MeanDecibels, "F2"));
        }

        StandardOutput.Open().Write(table);

        double Work(RenderingSettings settings)
        {
            int prompt = settings.Reference(voice).PromptTokens.Length;
            int steps = settings.Steps ?? model.Flow.DefaultSteps, rows = model.Flow.EstimatorRows(steps, settings.GuidanceEvery);
            int silence = FamilyTraits.Of(model.Family).TrailingSilence;
            return comparison.Tokens.Sum(tokens => FlowWork.Of(sources, prompt + tokens + silence, steps, rows).Flop);
        }
    }

    private static List<string> Texts(string path, int count)
    {
        InputFile.Require(path);
        using StreamReader stream = new(path);
        var lines = new LineReader(stream, MaxLineCharacters);
        List<string> texts = [];
        while (texts.Count < count && lines.Read() is { } line)
            if (!string.IsNullOrWhiteSpace(line))
                texts.Add(line.Trim());
        return texts.Count > 0 ? texts : throw new UsageException($"'{path}' holds no sentences. Write one a line.");
    }

    private static int InRange(Option option, int value, int high) =>
        value >= 1 && value <= high ? value : throw new UsageException($"{option.Name} must be 1 to {high}, not {value}.");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
