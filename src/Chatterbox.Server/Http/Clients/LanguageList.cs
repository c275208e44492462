using System.Text.Json.Serialization;
using Chatterbox.Text;

namespace Chatterbox.Server.Http.Clients;

/// <summary>The languages of the model, as travisvn's server lists them.</summary>
/// <param name="Languages">Codes and names.</param>
/// <param name="Count">How many there are.</param>
/// <param name="ModelType">The family; null before a model was ever loaded.</param>
internal sealed record LanguageList(
    [property: JsonPropertyName("languages")] IReadOnlyList<Language> Languages,
    [property: JsonPropertyName("count")] int Count,
    [property: JsonPropertyName("model_type")] string? ModelType);
