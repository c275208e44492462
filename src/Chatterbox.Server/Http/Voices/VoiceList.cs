namespace Chatterbox.Server.Http.Voices;

/// <summary>The voices of the library.</summary>
/// <param name="Voices">By name.</param>
/// <param name="Count">How many there are.</param>
internal sealed record VoiceList(IReadOnlyList<VoiceBody> Voices, int Count);
