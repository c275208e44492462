using System.Diagnostics;

namespace Chatterbox.Server.Http.Speech;

/// <summary>When a request must be done, from the moment it was let in; its token is cancelled then, or when the client goes away.</summary>
internal sealed class Deadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationToken _clientGone;
    private readonly TimeSpan _allowed;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Begins to count.</summary>
    public Deadline(TimeSpan allowed, CancellationToken clientGone)
    {
        (_allowed, _clientGone) = (allowed, clientGone);
        _source = CancellationTokenSource.CreateLinkedTokenSource(clientGone);
        _source.CancelAfter(allowed);
    }

    /// <summary>Ends what the request waits for.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether its time is over while the client still waits.</summary>
    public bool Passed => _source.IsCancellationRequested && !_clientGone.IsCancellationRequested;

    /// <summary>What is left of its time; never negative.</summary>
    public TimeSpan Left => _allowed - Stopwatch.GetElapsedTime(_start) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
