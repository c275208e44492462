namespace Chatterbox.Server.Engine;

/// <summary>As many requests wait as may.</summary>
/// <param name="waiting">Requests that wait or are worked on.</param>
/// <param name="retryAfter">When there is probably room again, by the speed measured so far.</param>
internal sealed class QueueFullException(int waiting, TimeSpan retryAfter)
    : Exception($"{waiting} requests are waiting or being spoken, which is as many as this server takes. Try again in {Math.Ceiling(retryAfter.TotalSeconds):F0} s.")
{
    /// <summary>When there is probably room again.</summary>
    public TimeSpan RetryAfter => retryAfter;
}
