using System.Text.Json;
using System.Text.Json.Serialization;
using Chatterbox.Pipeline;
using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Server.Benchmark;

/// <summary>All figures of a benchmark.</summary>
internal sealed record BenchmarkReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    /// <summary>The family measured.</summary>
    public required string Family { get; init; }

    /// <summary>The processor's name.</summary>
    public required string Processor { get; init; }

    /// <summary>Its widest vector instructions.</summary>
    public required string InstructionSet { get; init; }

    /// <summary>The engine's own words.</summary>
    public required string Engine { get; init; }

    /// <summary>Threads that worked.</summary>
    public required int Threads { get; init; }

    /// <summary>Runs that count.</summary>
    public required int Repeats { get; init; }

    /// <summary>Speech tokens made.</summary>
    public required int Tokens { get; init; }

    /// <summary>Positions of T3 before the first token.</summary>
    public required int PromptRows { get; init; }

    /// <summary>Those of them that are the voice's and were read when it first spoke.</summary>
    public required int SharedRows { get; init; }

    /// <summary>Steps of the flow's solver.</summary>
    public required int SolverSteps { get; init; }

    /// <summary>Of them, how often guidance is computed; 1 for all, and where there is none.</summary>
    public required int GuidanceEvery { get; init; }

    /// <summary>Seconds of the reference that the flow reads.</summary>
    public required double ReferenceSeconds { get; init; }

    /// <summary>Length of the audio made.</summary>
    public required double AudioSeconds { get; init; }

    /// <summary>From the start of the process to the first speech token.</summary>
    public required StartResult Start { get; init; }

    /// <summary>Time to load the model, generating its values included.</summary>
    public required double LoadSeconds { get; init; }

    /// <summary>The most memory that the process held until the model was loaded.</summary>
    public required long LoadPeakBytes { get; init; }

    /// <summary>The phases in their order.</summary>
    public required IReadOnlyList<PhaseResult> Phases { get; init; }

    /// <summary>Time of a decoding step.</summary>
    public required double MillisecondsPerToken { get; init; }

    /// <summary>Decoding steps per second.</summary>
    public double TokensPerSecond => 1000 / MillisecondsPerToken;

    /// <summary>Seconds from prefill to vocoder over the seconds of audio.</summary>
    public required double Rtf { get; init; }

    /// <summary>The most memory that the process held.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Of it weights, part by part.</summary>
    public required IReadOnlyList<ModelPart> Parts { get; init; }

    /// <summary>Of it activations, tables and small weights of the engine, with what it keeps for reuse.</summary>
    public required long EngineBytes { get; init; }

    /// <summary>Of it objects of the runtime.</summary>
    public required long ManagedBytes { get; init; }

    /// <summary>What the machine can do at most, with one thread and with as many as worked.</summary>
    public IReadOnlyList<CpuPeaks> Peaks { get; init; } = [];

    /// <summary>One request with the scheduler, where requests at once were measured.</summary>
    public RequestsResult? Alone { get; init; }

    /// <summary>Requests at once.</summary>
    public RequestsResult? Together { get; init; }

    /// <summary>A short request behind a long one.</summary>
    public FairnessResult? Fairness { get; init; }

    /// <summary>The report as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
