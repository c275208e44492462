namespace Chatterbox.Tensors.Safetensors;

/// <summary>A safetensors file that is malformed, or a tensor in it that is not what was asked for.</summary>
public sealed class SafetensorsException : CheckpointException
{
    /// <summary>Creates the exception with a message that names the file.</summary>
    public SafetensorsException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public SafetensorsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
