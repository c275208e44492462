namespace Chatterbox.Tensors.Cpu.OneDnn;

/// <summary>Products in bfloat16 were asked for and cannot be had here. The message says why, and what to install.</summary>
public sealed class OneDnnException : Exception
{
    /// <summary>With a message for the user.</summary>
    public OneDnnException(string message)
        : base(message)
    {
    }
}
