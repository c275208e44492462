namespace Chatterbox.Tensors;

/// <summary>A checkpoint, or a file of one, that cannot be used. The message says what is wrong and where.</summary>
public class CheckpointException : Exception
{
    /// <summary>Creates the exception with a message for whoever chose the file.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with a message and its cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
