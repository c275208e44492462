using System.CommandLine;
using System.Globalization;
using Chatterbox.Parity;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Server.Commands;

/// <summary><c>parity</c>: a recorded run of the reference against ours, tensor by tensor.</summary>
internal sealed class ParityCommand
{
    private readonly Command _command = new(
        "parity",
        "Compares this program with a recorded run of the Python reference, tensor by tensor.\n\n  chatterbox parity --ref-dir parity_data/original-tiny --phase 7\n\n"
        + "Phases: 1 audio and mels, 2 S3 tokenizer, 3 speaker, 4 text, 5 T3 prefill, 6 T3 decoding, 7 flow, 8 vocoder.");

    private readonly Option<string> _case = new("--ref-dir") { Description = "The case: case.json, inventory.json, tensors.safetensors.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _model = new("--model-dir") { Description = "The real checkpoint the case was recorded on. Default: rebuilt from the case's inventory.", HelpName = "DIR" };
    private readonly Option<string?> _wav = new("--wav") { Description = "The reference recording; without it phase 1 begins at the recorded 24 kHz signal.", HelpName = "FILE" };
    private readonly Option<int?> _phase = new("--phase") { Description = "Only this phase, 1 to 8.", HelpName = "N" };
    private readonly Option<bool> _chained = new("--chained") { Description = "Feed the phases from each other instead of from the recording." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads. Default: one for each core.", HelpName = "N" };

    private ParityCommand()
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_case, _model, _wav, _phase, _chained, _threads])
            _command.Options.Add(option);
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
        string? model = result.GetValue(_model);
        using CpuEngine engine = ModelOptions.CreateEngine(result.GetValue(_threads), Precision.Fp32);
        var runner = new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), result.GetValue(_wav));
        ParityReport report = runner.Run(phase, result.GetValue(_chained));
        foreach (ParityLine line in report.Lines)
            Console.WriteLine(Describe(line));
        Console.WriteLine($"{report.Passed} passed, {report.Failed} failed");
        return report.Failed == 0 && report.Passed > 0 ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Describe(ParityLine line) => string.Create(
        CultureInfo.InvariantCulture, $"{(line.Passed ? "ok  " : "FAIL")} {line.Name,-28} {line.Error,10:E2} of {line.Bound:E0}  {line.Detail}").TrimEnd();
}
