namespace Chatterbox.Pipeline;

/// <summary>A request was fit to be spoken, but the model made no sound of it; the message says what to try.</summary>
public sealed class NoSpeechException(string message) : Exception(message);
