namespace Chatterbox.Server.Http.Voices;

/// <summary>The names that a request may give as its voice.</summary>
/// <param name="Voices">The names.</param>
internal sealed record NamedVoiceList(IReadOnlyList<NamedVoice> Voices);
