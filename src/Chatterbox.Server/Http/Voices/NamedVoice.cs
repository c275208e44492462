namespace Chatterbox.Server.Http.Voices;

/// <summary>A voice that a client can name.</summary>
/// <param name="Id">What to send.</param>
/// <param name="Name">What to show.</param>
internal sealed record NamedVoice(string Id, string Name);
