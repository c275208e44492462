namespace Chatterbox.Pipeline;

/// <summary>A recording or a voice file from which no voice can be had; the message says why and what to do.</summary>
public sealed class VoiceException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public VoiceException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and keeps the cause.</summary>
    public VoiceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
