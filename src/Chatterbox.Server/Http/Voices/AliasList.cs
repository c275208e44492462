using System.Text.Json.Serialization;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Voices;

/// <summary>The other names of a voice.</summary>
/// <param name="VoiceName">The voice's name.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Count">How many there are.</param>
internal sealed record AliasList([property: JsonPropertyName("voice_name")] string VoiceName, IReadOnlyList<string> Aliases, int Count)
{
    /// <summary>Those of a voice.</summary>
    public static AliasList Of(VoiceEntry voice) => new(voice.Name, voice.Aliases, voice.Aliases.Count);
}
