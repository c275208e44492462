using System.CommandLine;
using Chatterbox.Audio;
using Chatterbox.Audio.Resampling;
using Chatterbox.Checkpoints;
using Chatterbox.Checkpoints.Generated;
using Chatterbox.Parity;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Quality;
using Chatterbox.Server.Benchmark;

namespace Chatterbox.Server.Commands;

/// <summary><c>bench</c>: how fast a model runs here, phase by phase, and how much memory it takes.</summary>
internal sealed class BenchCommand
{
    private const int MaxTokens = 1000;
    private const int MaxRepeats = 1000;
    private const int MaxRequests = 64;

    private readonly Command _command = new(
        "bench",
        "Measures time and memory of every phase, from a reference recording of 10 s to the marked audio.\n\n"
        + "  chatterbox bench --model-dir models/chatterbox-nano\n"
        + "  chatterbox bench --inventory parity_data/nano-full/inventory.json --json");

    private readonly Option<string?> _inventory = new("--inventory") { Description = "Measure a checkpoint of random values with the tensors that this file lists, instead of a real one.", HelpName = "inventory.json" };
    private readonly Option<ulong> _seed = new("--seed") { Description = "Seed of the random numbers, and of the checkpoint made from an inventory. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _voice = new("--voice") { Description = "A recording, of which 10 s are used; a shorter one is repeated. Default: a synthetic voice.", HelpName = "FILE" };
    private readonly Option<int> _tokens = new("--tokens") { Description = "Speech tokens to make, 2 to 1000; 25 are a second. Default 125.", HelpName = "N", DefaultValueFactory = _ => 125 };
    private readonly Option<int> _repeat = new("--repeat") { Description = "Runs of which the median is taken, after one to warm up. Default 3.", HelpName = "N", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _requests = new("--requests") { Description = "Also measure so many requests at once, 1 to 64, and a short one beside a long one. Default 0: not.", HelpName = "N" };
    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of a table." };
    private readonly FlowOptions _flow;
    private readonly ModelOptions _model;

    private BenchCommand()
    {
        _model = new ModelOptions(_command);
        foreach (Option option in (ReadOnlySpan<Option>)[_inventory, _seed, _voice, _tokens, _repeat, _requests])
            _command.Options.Add(option);
        _flow = new FlowOptions(_command);
        _command.Options.Add(_json);
        _command.SetAction((result, cancellation) => CommandRunner.RunAsync(() => Run(result, cancellation)));
    }

    /// <summary>The verb.</summary>
    public static Command Create() => new BenchCommand()._command;

    private int Run(ParseResult result, CancellationToken cancellation)
    {
        var rendering = new RenderingSettings("asked for", _flow.Steps(result), _flow.GuidanceEvery(result), _flow.ReferenceSeconds(result));
        var settings = new BenchmarkSettings(
            _tokens.InRange(result, 2, MaxTokens), _repeat.InRange(result, 1, MaxRepeats), result.GetValue(_seed), _requests.InRange(result, 0, MaxRequests), rendering);
        AudioClip? recording = result.GetValue(_voice) is { } path ? Reference(path, cancellation) : null;
        using CheckpointFolder? folder = result.GetValue(_inventory) is null ? _model.Open(result) : null;
        using CheckpointSources sources = folder?.Sources ?? Generated(result);
        _flow.RequireFor(result, sources.Family);
        using Tensors.Engine engine = _model.CreateEngine(result);
        BenchmarkReport report = new BenchmarkRunner(engine, sources, folder, settings, recording, cancellation).Run(cancellation);
        if (result.GetValue(_json))
            Console.WriteLine(report.ToJson());
        else
            BenchmarkTable.Write(StandardOutput.Open(), report);
        return ExitCode.Done;
    }

    private CheckpointSources Generated(ParseResult result)
    {
        string path = result.GetValue(_inventory)!;
        if (_model.Folder(result) is not null)
            throw new UsageException("--model-dir and --inventory exclude each other.");
        InputFile.Require(path);
        CheckpointInventory inventory = CheckpointInventory.Load(path);
        ModelFamily family = _model.Family(result) ?? CheckpointPaths.FamilyOf([.. inventory.Files.Keys], path);
        return CheckpointSources.Of(new GeneratedCheckpoint(inventory, result.GetValue(_seed), ParityCheckpoint.Buffer), family);
    }

    /// <summary>10 s at 24 kHz of a recording.</summary>
    private static AudioClip Reference(string path, CancellationToken cancellation)
    {
        AudioClip recording = HighQualityResampler.ToMono(Recording.Read(path, cancellation), AudioFormat.SampleRate);
        if (recording.Frames == 0)
            throw new UsageException($"'{path}' holds no samples.");
        float[] samples = new float[BenchmarkSettings.ReferenceSeconds * AudioFormat.SampleRate];
        for (int start = 0; start < samples.Length; start += recording.Frames)
            recording.Samples[..Math.Min(recording.Frames, samples.Length - start)].CopyTo(samples.AsSpan(start));
        return new AudioClip(samples, AudioFormat.SampleRate);
    }
}
