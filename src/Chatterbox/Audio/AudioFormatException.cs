namespace Chatterbox.Audio;

/// <summary>The given bytes are not audio that can be used; the message says why and what to do.</summary>
public sealed class AudioFormatException : Exception
{
    /// <summary>An error without a message.</summary>
    public AudioFormatException()
    {
    }

    /// <summary>An error with a message for the person who gave the audio.</summary>
    public AudioFormatException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public AudioFormatException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
