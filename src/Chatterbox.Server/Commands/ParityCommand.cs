using System.CommandLine;
using System.Globalization;
using Chatterbox.Audio;
using Chatterbox.Checkpoints;
using Chatterbox.Parity;

namespace Chatterbox.Server.Commands;

/// <summary><c>parity</c>: a recorded run of the reference against ours, tensor by tensor.</summary>
internal sealed class ParityCommand
{
    private readonly Command _command = new(
        "parity",
        "Compares this program with a recorded run of the Python reference, tensor by tensor.\n\n  chatterbox parity --ref-dir parity_data/original-tiny --phase 7\n\n"
        + "Phases: 1 audio and mels, 2 S3 tokenizer, 3 speaker, 4 text, 5 T3 prefill, 6 T3 decoding, 7 flow, 8 vocoder.\n"
        + "With --precision int8 or int4 it tells how far T3's logits are from the recorded ones, and whether the likeliest token is the same.");

    private readonly Option<string> _case = new("--ref-dir") { Description = "The case: case.json, inventory.json, tensors.safetensors.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _wav = new("--wav") { Description = "The reference recording; without it phase 1 begins at the recorded 24 kHz signal.", HelpName = "FILE" };
    private readonly Option<int?> _phase = new("--phase") { Description = "Only this phase, 1 to 8.", HelpName = "N" };
    private readonly Option<bool> _chained = new("--chained") { Description = "Feed the phases from each other instead of from the recording." };
    private readonly ModelOptions _model;

    private ParityCommand()
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_case, _wav, _phase, _chained])
            _command.Options.Add(option);
        _model = new ModelOptions(_command, "Folder of the real checkpoint the case was recorded on. Default: rebuilt from the case's inventory.", Precision.Fp32);
        _command.SetAction(result => CommandRunner.Run(() => Run(result)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new ParityCommand()._command;

    private int Run(ParseResult result)
    {
        int? phase = result.GetValue(_phase);
        if (phase is < 1 or > ParityRunner.Phases)
            throw new UsageException($"--phase must be 1 to {ParityRunner.Phases}, not {phase}.");
        using ParityCase parityCase = ParityCase.Open(result.GetValue(_case)!);
        if (_model.Family(result) is { } family && family != parityCase.Family)
            throw new UsageException($"--family is {family}, but the case was recorded with {parityCase.Family}.");
        AudioClip? recording = result.GetValue(_wav) is { } wav ? Recording.Read(wav, CancellationToken.None) : null;
        string? model = _model.Folder(result), t3 = _model.T3(result);
        if (model is not null && (t3 ?? parityCase.T3File) is null)
            ModelOptions.AnnounceChoice(CheckpointPaths.Find(model, parityCase.Family));
        using Tensors.Engine engine = _model.CreateEngine(result);
        var runner = new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), recording, t3);
        ParityReport report = _model.Precision(result) == Precision.Fp32 ? runner.Run(phase, result.GetValue(_chained)) : runner.RunRounded();
        foreach (ParityLine line in report.Lines)
            Console.WriteLine(Describe(line));
        Console.WriteLine($"{report.Passed} passed, {report.Failed} failed");
        return report.Failed == 0 && report.Passed > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Describe(ParityLine line) => string.Create(
        CultureInfo.InvariantCulture, $"{(line.Passed ? "ok  " : "FAIL")} {line.Name,-28} {line.Error,10:E2} of {line.Bound:E0}  {line.Detail}").TrimEnd();
}
