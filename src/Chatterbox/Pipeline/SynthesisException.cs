namespace Chatterbox.Pipeline;

/// <summary>A text from which no speech could be made; the message says why and what to do.</summary>
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
