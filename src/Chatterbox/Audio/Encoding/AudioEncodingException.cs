namespace Chatterbox.Audio.Encoding;

/// <summary>Audio could not be encoded; the message says why and what to do.</summary>
public sealed class AudioEncodingException : Exception
{
    /// <summary>Says what went wrong.</summary>
    public AudioEncodingException(EncodingFailure reason, string message)
        : base(message) => Reason = reason;

    /// <summary>Says what went wrong and keeps the cause.</summary>
    public AudioEncodingException(EncodingFailure reason, string message, Exception innerException)
        : base(message, innerException) => Reason = reason;

    /// <summary>The kind of failure.</summary>
    public EncodingFailure Reason { get; }
}
