using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.Clients;

/// <summary>A voice as devnen's server lists it.</summary>
/// <param name="DisplayName">What to show.</param>
/// <param name="FileName">What clients send back as the voice.</param>
/// <param name="VoiceId">The same, for clients that send an id.</param>
/// <param name="Language">Code of its language, or null.</param>
internal sealed record PredefinedVoice(
    [property: JsonPropertyName("display_name")] string DisplayName,
    [property: JsonPropertyName("filename")] string FileName,
    [property: JsonPropertyName("voice_id")] string VoiceId,
    [property: JsonPropertyName("language")] string? Language);
