using System.Text.Json;
using Chatterbox.Server.Benchmark;

namespace Chatterbox.Tests.Server.Load;

/// <summary>The figures of a load test, as they are kept under benchmarks/results.</summary>
internal sealed record LoadReport
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, WriteIndented = true };

    /// <summary>The processor's name.</summary>
    public string Processor { get; } = ProcessorInfo.Name;

    /// <summary>Requests that were answered.</summary>
    public required int Requests { get; init; }

    /// <summary>Clients at once.</summary>
    public required int Clients { get; init; }

    /// <summary>Time from the first request to the last answer.</summary>
    public required double Seconds { get; init; }

    /// <summary>Answers with 429, after which the client came again.</summary>
    public required int Refusals { get; init; }

    /// <summary>Answers by what the client did and the status.</summary>
    public required IReadOnlyDictionary<string, int> Answers { get; init; }

    /// <summary>Seconds from a streamed request that was taken to its first audio, in the middle.</summary>
    public required double FirstAudioP50 { get; init; }

    /// <summary>That of the slowest twentieth.</summary>
    public required double FirstAudioP95 { get; init; }

    /// <summary>Memory of the server's process in MB by the number of answers.</summary>
    public required IReadOnlyDictionary<int, int> ResidentMegabytes { get; init; }

    /// <summary>Sums up a run.</summary>
    public static LoadReport Of(IReadOnlyList<LoadAnswer> answers, int clients, TimeSpan time, IReadOnlyDictionary<int, int> megabytes)
    {
        double[] first = [.. answers.Where(answer => answer.Request is { Kind: LoadKind.Stay, Streams: true }).Select(answer => answer.FirstAudio.TotalSeconds).Order()];
        return new LoadReport
        {
            Requests = answers.Count,
            Clients = clients,
            Seconds = Math.Round(time.TotalSeconds, 1),
            Refusals = answers.Sum(answer => answer.Refusals),
            Answers = answers.CountBy(answer => $"{answer.Request.Kind} {(int)answer.Status}").OrderBy(pair => pair.Key).ToDictionary(),
            FirstAudioP50 = Math.Round(first[first.Length / 2], 3),
            FirstAudioP95 = Math.Round(first[first.Length * 95 / 100], 3),
            ResidentMegabytes = megabytes,
        };
    }

    /// <summary>The report as one JSON object.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);
}
