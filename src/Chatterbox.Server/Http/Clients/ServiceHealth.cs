using System.Text.Json.Serialization;
using Chatterbox.Server.Engine;

namespace Chatterbox.Server.Http.Clients;

/// <summary>How the server is, in the words of travisvn's. What is wrong stands in the log and under /health/ready.</summary>
/// <param name="Status">healthy, initializing, error or stopping.</param>
/// <param name="ModelLoaded">Whether the model is in memory; one that is not for want of requests is loaded by the next.</param>
/// <param name="Device">Where it works.</param>
/// <param name="Model">What it is called.</param>
internal sealed record ServiceHealth(
    [property: JsonPropertyName("status")] string Status,
    [property: JsonPropertyName("model_loaded")] bool ModelLoaded,
    [property: JsonPropertyName("device")] string Device,
    [property: JsonPropertyName("model")] string Model)
{
    /// <summary>The health of the engine.</summary>
    public static ServiceHealth Of(EngineState state) =>
        new(Word(state.Status), state.Status == EngineStatus.Ready, "cpu", ModelNames.Of(state));

    private static string Word(EngineStatus status) => status switch
    {
        EngineStatus.Ready or EngineStatus.Idle => "healthy",
        EngineStatus.Loading => "initializing",
        EngineStatus.Failed => "error",
        _ => "stopping",
    };
}
