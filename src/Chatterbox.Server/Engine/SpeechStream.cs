using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Scheduling;

namespace Chatterbox.Server.Engine;

/// <summary>
/// The audio of a request on its way from the engine to a client. The engine never waits: a full buffer lets the request rest, and a
/// client that takes nothing for too long loses it.
/// </summary>
internal sealed class SpeechStream : ISpeechSink, IDisposable
{
    private readonly Channel<float[]> _audio = Channel.CreateUnbounded<float[]>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });
    private readonly TaskCompletionSource<SpeechReport> _report = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenRegistration _clientGone;
    private readonly Timer _deadline;
    private readonly Timer _slow;
    private readonly EngineSettings _settings;
    private readonly Action _wake;
    private readonly long _submitted = Stopwatch.GetTimestamp();
    private readonly long _bound;
    private long _buffered;
    private int _reason;
    private int _repairs;
    private bool _disposed;

    /// <summary>A stream for a new request.</summary>
    /// <param name="settings">Bounds and times.</param>
    /// <param name="left">When it is stopped at the latest.</param>
    /// <param name="wake">Wakes the engine when the stream has room again or is given up.</param>
    /// <param name="clientGone">Cancelled when the client goes away.</param>
    public SpeechStream(EngineSettings settings, TimeSpan left, Action wake, CancellationToken clientGone)
    {
        (_settings, _wake, _bound) = (settings, wake, (long)(settings.MaxBufferedSeconds * AudioFormat.SampleRate));
        _deadline = new Timer(_ => Stop(StopReason.Deadline), null, left, Timeout.InfiniteTimeSpan);
        _slow = new Timer(_ => Stop(StopReason.SlowClient));
        _clientGone = clientGone.UnsafeRegister(_ => Stop(StopReason.ClientGone), null);
        _report.Task.ContinueWith(task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
    }

    /// <summary>Ends the work.</summary>
    public CancellationToken Stopped => _stop.Token;

    /// <summary>Why it was stopped early.</summary>
    public StopReason Reason => (StopReason)Volatile.Read(ref _reason);

    /// <summary>From the request to the first work for it; null before.</summary>
    public TimeSpan? QueueTime { get; private set; }

    /// <summary>From the request to its first audio; null before.</summary>
    public TimeSpan? FirstAudioTime { get; private set; }

    /// <summary>What was put right in the pieces that are spoken.</summary>
    public PieceRepairs Repairs => (PieceRepairs)Volatile.Read(ref _repairs);

    /// <summary>From the request to now.</summary>
    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_submitted);

    /// <summary>How it was spoken; fails as the work failed.</summary>
    public Task<SpeechReport> Report => _report.Task;

    /// <inheritdoc/>
    public bool Ready => Interlocked.Read(ref _buffered) < _bound;

    /// <summary>Stops the work, unless it has been stopped before.</summary>
    public void Stop(StopReason reason)
    {
        if (Interlocked.CompareExchange(ref _reason, (int)reason, (int)StopReason.None) != (int)StopReason.None)
            return;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The answer is complete; there is nothing left to stop.
        }

        _wake();
    }

    /// <summary>The audio, piece after piece as it is made; ends with the exception that the work ended with.</summary>
    public async IAsyncEnumerable<float[]> ReadAsync([EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await foreach (float[] audio in _audio.Reader.ReadAllAsync(cancellation))
        {
            yield return audio;

            // Only now has the client taken it.
            Interlocked.Add(ref _buffered, -audio.Length);
            WatchSlowness();
            _wake();
        }
    }

    /// <inheritdoc/>
    public void Progress(SynthesisProgress progress) => QueueTime ??= Elapsed;

    /// <inheritdoc/>
    public void Spoken(SpokenPiece piece, float[] audio)
    {
        FirstAudioTime ??= Elapsed;
        Volatile.Write(ref _repairs, _repairs | (int)piece.Repairs);
        Interlocked.Add(ref _buffered, audio.Length);
        _audio.Writer.TryWrite(audio);
        WatchSlowness();
    }

    /// <inheritdoc/>
    public void Completed(SpeechReport report)
    {
        _report.TrySetResult(report);
        _audio.Writer.TryComplete();
    }

    /// <inheritdoc/>
    public void Failed(Exception reason)
    {
        _report.TrySetException(reason);
        _audio.Writer.TryComplete(reason);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop(StopReason.ClientGone);
        _clientGone.Dispose();
        _deadline.Dispose();
        lock (_slow)
        {
            _disposed = true;
            _slow.Dispose();
        }
    }

    /// <summary>The clock of a slow client starts anew whenever it takes something, and stands while its buffer has room.</summary>
    private void WatchSlowness()
    {
        lock (_slow)
        {
            if (!_disposed)
                _slow.Change(Ready ? Timeout.InfiniteTimeSpan : _settings.SlowClientTimeout, Timeout.InfiniteTimeSpan);
        }
    }
}
