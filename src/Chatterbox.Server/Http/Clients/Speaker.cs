using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.Clients;

/// <summary>A voice as the XTTS server lists it.</summary>
/// <param name="Name">What to show.</param>
/// <param name="VoiceId">What to send as speaker_wav.</param>
/// <param name="PreviewUrl">Its first recording; null for a voice that has none here.</param>
internal sealed record Speaker(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("voice_id")] string VoiceId,
    [property: JsonPropertyName("preview_url")] string? PreviewUrl);
