using System.Text.Json.Serialization;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Text;

namespace Chatterbox.Server.Http.Clients;

/// <summary>The model as devnen's server describes it.</summary>
/// <param name="Loaded">Whether requests are taken; the first one loads a model that was unloaded for want of them.</param>
/// <param name="Type">The family: original, multilingual, turbo or nano; null before a model was ever loaded.</param>
/// <param name="ClassName">The class of this program that holds the model.</param>
/// <param name="Device">Where it works.</param>
/// <param name="SampleRate">Of its audio, in Hz.</param>
/// <param name="SupportsTags">Whether its tokenizer knows tags such as [laugh].</param>
/// <param name="Tags">Those tags, without their brackets.</param>
/// <param name="HasTurbo">Whether this program can run Turbo.</param>
/// <param name="HasMultilingual">Whether this program can run Multilingual.</param>
/// <param name="SupportsMultilingual">Whether the model speaks more than English.</param>
/// <param name="Languages">Names of its languages by code.</param>
internal sealed record ModelInfo(
    [property: JsonPropertyName("loaded")] bool Loaded,
    [property: JsonPropertyName("type")] string? Type,
    [property: JsonPropertyName("class_name")] string ClassName,
    [property: JsonPropertyName("device")] string Device,
    [property: JsonPropertyName("sample_rate")] int SampleRate,
    [property: JsonPropertyName("supports_paralinguistic_tags")] bool SupportsTags,
    [property: JsonPropertyName("available_paralinguistic_tags")] IReadOnlyList<string> Tags,
    [property: JsonPropertyName("turbo_available_in_package")] bool HasTurbo,
    [property: JsonPropertyName("multilingual_available_in_package")] bool HasMultilingual,
    [property: JsonPropertyName("supports_multilingual")] bool SupportsMultilingual,
    [property: JsonPropertyName("supported_languages")] IReadOnlyDictionary<string, string> Languages)
{
    /// <summary>The description of the model that the engine has.</summary>
    public static ModelInfo Of(EngineState state)
    {
        ModelFamily? family = state.Profile?.Family;
        string[] tags = [.. (state.Profile?.Text?.Tokenizer.Tags ?? []).Select(tag => tag.Trim('[', ']'))];
        return new ModelInfo(
            state.TakesRequests, family?.ToString().ToLowerInvariant(), nameof(ChatterboxModel), "cpu", AudioFormat.SampleRate,
            tags.Length > 0, tags, HasTurbo: true, HasMultilingual: true, family == ModelFamily.Multilingual,
            SpokenLanguages.Of(family).ToDictionary(language => language.Code, language => language.Name));
    }
}
