namespace Chatterbox.Server.Voices;

/// <summary>A change that the present voices do not allow: a name is taken, or the voice is a recording of the operator's.</summary>
internal sealed class VoiceConflictException(string message) : Exception(message);
