namespace Chatterbox.Server.Engine;

/// <summary>There is no model to work with now; the message says why.</summary>
internal sealed class EngineUnavailableException(string message) : Exception(message);
