using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.Clients;

/// <summary>What the page of devnen's server asks for when it is opened. What this server does not have is empty.</summary>
/// <param name="Config">No settings: they are the operator's.</param>
/// <param name="ReferenceFiles">The voices of the library.</param>
/// <param name="PredefinedVoices">All voices.</param>
/// <param name="Presets">None.</param>
/// <param name="InitialResult">Always null.</param>
/// <param name="ModelInfo">The model.</param>
internal sealed record InitialData(
    [property: JsonPropertyName("config")] IReadOnlyDictionary<string, string> Config,
    [property: JsonPropertyName("reference_files")] IReadOnlyList<string> ReferenceFiles,
    [property: JsonPropertyName("predefined_voices")] IReadOnlyList<PredefinedVoice> PredefinedVoices,
    [property: JsonPropertyName("presets")] IReadOnlyList<string> Presets,
    [property: JsonPropertyName("initial_gen_result")] string? InitialResult,
    [property: JsonPropertyName("model_info")] ModelInfo ModelInfo);
