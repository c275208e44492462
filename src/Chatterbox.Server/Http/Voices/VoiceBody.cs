using System.Text.Json.Serialization;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Voices;

/// <summary>A voice as the server describes it.</summary>
/// <param name="Id">Its id, which never changes.</param>
/// <param name="Name">Its name.</param>
/// <param name="Language">Code of its language, or null.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Created">When it was made.</param>
/// <param name="ReadOnly">Whether the operator put it there, so that it cannot be changed here.</param>
/// <param name="IsDefault">Whether it speaks where no voice is named.</param>
/// <param name="Clips">Its recordings.</param>
internal sealed record VoiceBody(
    string Id,
    string Name,
    string? Language,
    IReadOnlyList<string> Aliases,
    DateTimeOffset Created,
    [property: JsonPropertyName("read_only")] bool ReadOnly,
    [property: JsonPropertyName("default")] bool IsDefault,
    IReadOnlyList<ClipBody> Clips)
{
    /// <summary>The description of a voice.</summary>
    public static VoiceBody Of(VoiceEntry voice, VoiceEntry? defaultVoice) => new(
        voice.Id, voice.Name, voice.Language, voice.Aliases, voice.Created, voice.IsReadOnly, voice.Id == defaultVoice?.Id,
        [.. voice.Clips.Select(clip => new ClipBody(clip.OriginalName, clip.Bytes, clip.Seconds, [.. clip.Findings.Select(finding => finding.Message)]))]);
}
