namespace Chatterbox.Pipeline;

/// <summary>
/// A request that cannot be spoken, since its text, voice or context does not fit the model; the message says why and what to do.
/// </summary>
public sealed class SynthesisException : Exception
{
    /// <summary>Says what is wrong.</summary>
    public SynthesisException(string message)
        : base(message)
    {
    }

    /// <summary>Says what is wrong and keeps the cause.</summary>
    public SynthesisException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
