namespace Chatterbox.Text;

/// <summary>A tag in a text cannot be followed; the message names the tag and says what its form is.</summary>
public sealed class TextMarkupException : Exception
{
    /// <summary>An error without a message.</summary>
    public TextMarkupException()
    {
    }

    /// <summary>An error with a message for the person who wrote the text.</summary>
    public TextMarkupException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and its cause.</summary>
    public TextMarkupException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
