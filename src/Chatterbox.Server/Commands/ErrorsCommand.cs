using System.CommandLine;
using System.Globalization;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Cpu;
using Spectre.Console;

namespace Chatterbox.Server.Commands;

/// <summary><c>errors</c>: what precision costs, over all recorded runs of a folder.</summary>
internal sealed class ErrorsCommand
{
    private readonly Command _command = new(
        "errors",
        "Prints how far a precision is from recorded runs of the Python reference, a line for each run of a folder. auto is T3 in 8 bits, and "
        + "S3Gen in bfloat16 where that can be had.\n\n"
        + "  chatterbox errors --cases parity_data\n\n"
        + "A mode may be chosen by itself while no step's logits are more than 2e-2 off, 99 in 100 likeliest tokens are the recorded ones, the mel is "
        + "within 1e-2 and the audio's log mel within 0.2 dB.");

    private readonly Option<string> _cases = new("--cases") { Description = "Folder of cases, as 'chatterbox parity' takes them.", HelpName = "DIR", Required = true };
    private readonly Option<string?> _model = new("--model-dir") { Description = "Folder of the real checkpoint, for cases that were recorded on one. Default: pico, which comes with the program.", HelpName = "DIR" };
    private readonly Option<Precision> _precision = PrecisionOption.Create();
    private readonly Option<int?> _threads = new("--threads") { Description = "Threads. Default: as many as are fastest here, tried at the start; most often one for each core.", HelpName = "N" };

    private ErrorsCommand()
    {
        foreach (Option option in (ReadOnlySpan<Option>)[_cases, _model, _precision, _threads])
            _command.Options.Add(option);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new ErrorsCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        int? threads = result.GetValue(_threads);
        ModelOptions.RequireThreads(threads);
        string folder = result.GetValue(_cases)!;
        string[] cases = Directory.Exists(folder)
            ? [.. Directory.EnumerateDirectories(folder).Where(place => File.Exists(Path.Combine(place, "case.json"))).Order(StringComparer.Ordinal)]
            : throw new UsageException($"There is no folder '{folder}'.");
        if (cases.Length == 0)
            throw new UsageException($"'{folder}' holds no cases: folders with a case.json.");
        Precision precision = result.GetValue(_precision);
        using Tensors.Engine engine = EngineFactory.Create(new Device(DeviceKind.Cpu), threads, precision);
        List<RoundingErrors> runs = [];
        foreach (string place in cases)
        {
            cancellation.ThrowIfCancellationRequested();
            runs.Add(Measure(place, engine, result.GetValue(_model) ?? BundledFiles.Pico));
        }

        RoundingErrors all = RoundingErrors.Together("all", runs);
        Write(runs, all);
        Console.WriteLine(Describe(engine, precision));
        Console.WriteLine(all.WithinBounds ? "Within the bounds." : "Outside of the bounds.");
        return all.WithinBounds ? ExitCode.Done : ExitCode.Failed;
    }

    private static RoundingErrors Measure(string place, Tensors.Engine engine, string realModel)
    {
        using ParityCase parityCase = ParityCase.Open(place);
        string? model = CheckpointInventory.Load(parityCase.InventoryPath).Files.Count == 0 ? realModel : null;
        var runner = new ParityRunner(parityCase, engine, model, BundledFiles.TokenizerFolder(parityCase.Family, model), recording: null);
        return RoundingErrors.Of(parityCase, runner.RunRounded());
    }

    private static void Write(List<RoundingErrors> runs, RoundingErrors all)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn("case");
        foreach (string column in (ReadOnlySpan<string>)["logits", "steps", "other tokens", "mel", "audio, dB"])
            table.AddColumn(new TableColumn(column).RightAligned());
        foreach (RoundingErrors run in runs.Append(all))
            table.AddRow(
                run.Case, Format(run.Logits, "E2"), Format(run.Steps, "0"), Format(run.OtherLikeliest, "0"), Format(run.Mel, "E2"), Format(run.Audio, "0.0000"));
        StandardOutput.Open().Write(table);

        static string Format(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static string Describe(Tensors.Engine engine, Precision precision)
    {
        string modes = $"T3 in {engine.ModeOf(WeightRole.Decoder)}, S3Gen in {engine.ModeOf(WeightRole.Renderer)}";
        return precision == Precision.Auto && !CpuEngine.CanMultiplyBFloat16(out string? reason) ? $"{modes}, since {reason}." : $"{modes}.";
    }
}
