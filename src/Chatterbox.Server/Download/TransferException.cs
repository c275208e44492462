namespace Chatterbox.Server.Download;

/// <summary>A transfer broke off for a reason that may pass; the message says which, as the end of a sentence.</summary>
/// <param name="message">What happened, without a full stop.</param>
/// <param name="retryAfter">How long the server asks to wait, or null.</param>
internal sealed class TransferException(string message, TimeSpan? retryAfter = null, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>How long the server asks to wait, or null.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
