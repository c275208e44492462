namespace Chatterbox.Server.Commands;

/// <summary>The command line or its input asks for something that cannot be; the message says what to do.</summary>
internal sealed class UsageException(string message) : Exception(message);
