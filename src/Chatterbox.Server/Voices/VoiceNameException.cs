namespace Chatterbox.Server.Voices;

/// <summary>A text cannot be the name of a voice; the message says what names are like.</summary>
internal sealed class VoiceNameException(string message) : Exception(message);
