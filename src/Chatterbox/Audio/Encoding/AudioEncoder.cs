namespace Chatterbox.Audio.Encoding;

/// <summary>
/// Encodes mono audio piece by piece and writes the bytes to a stream as soon as they are there. Made by <see cref="AudioEncoders"/>.
/// </summary>
/// <remarks>
/// One call at a time; only <see cref="DisposeAsync"/> may come at any moment, also while another call runs, and stops it. The stream
/// stays open. An encoder that has thrown can only be disposed. Without samples the formats with a header (wav, opus, flac) give that
/// header, the others no bytes at all.
/// </remarks>
public abstract class AudioEncoder : IAsyncDisposable
{
    private const int Open = 0;
    private const int Busy = 1;
    private const int Ended = 2;
    private const int Disposed = 3;

    private readonly CancellationTokenSource _stop = new();
    private readonly long? _knownSamples;
    private long _samples;
    private int _state;

    private protected AudioEncoder(long? knownSamples) => _knownSamples = knownSamples;

    /// <summary>
    /// Encodes the next samples, nominally between -1 and 1; beyond they are cut, and what is no number is taken as 0. Returns when
    /// they are taken, which may be before their bytes are at the destination. A slow destination makes this slow.
    /// </summary>
    /// <exception cref="AudioEncodingException">ffmpeg failed or stalled; it is no longer running.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; ffmpeg is no longer running.</exception>
    /// <exception cref="InvalidOperationException">A bug of the caller: finished or failed before, or more samples than announced.</exception>
    /// <exception cref="ObjectDisposedException">Disposed, before or meanwhile.</exception>
    /// <remarks>What the destination throws comes out as it is, at the latest in <see cref="FinishAsync"/>.</remarks>
    public ValueTask WriteAsync(ReadOnlyMemory<float> samples, CancellationToken cancellation = default)
    {
        return RunAsync(EncodeAsync, Open, cancellation);

        ValueTask EncodeAsync(CancellationToken stop)
        {
            _samples += samples.Length;
            return _samples > _knownSamples
                ? throw new InvalidOperationException($"More than the announced {_knownSamples} samples were written: this is a bug.")
                : EncodeSamplesAsync(samples, stop);
        }
    }

    /// <summary>Ends the audio and returns when its last byte was written and flushed.</summary>
    /// <exception cref="InvalidOperationException">A bug of the caller: finished twice, or fewer samples than announced.</exception>
    /// <inheritdoc cref="WriteAsync"/>
    public ValueTask FinishAsync(CancellationToken cancellation = default)
    {
        return RunAsync(CompleteAsync, Ended, cancellation);

        ValueTask CompleteAsync(CancellationToken stop) => _samples < _knownSamples
            ? throw new InvalidOperationException($"{_samples} of the announced {_knownSamples} samples were written: this is a bug.")
            : CompleteSamplesAsync(stop);
    }

    /// <summary>Frees what is held; ffmpeg, if it still runs, is killed. Nothing more is written to the destination.</summary>
    public async ValueTask DisposeAsync()
    {
        Interlocked.Exchange(ref _state, Disposed);
        await StopAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Cancelled when nothing more may be done, written or waited for.</summary>
    private protected CancellationToken Stopped => _stop.Token;

    /// <summary>Encodes samples; see <see cref="WriteAsync"/>.</summary>
    private protected abstract ValueTask EncodeSamplesAsync(ReadOnlyMemory<float> samples, CancellationToken cancellation);

    /// <summary>Ends the audio; see <see cref="FinishAsync"/>.</summary>
    private protected abstract ValueTask CompleteSamplesAsync(CancellationToken cancellation);

    /// <summary>
    /// Ends what still runs and frees what is held. Called when done, after a failure and on disposal, so more than once;
    /// <see cref="Stopped"/> is cancelled before.
    /// </summary>
    private protected abstract ValueTask ReleaseAsync();

    private async ValueTask RunAsync(Func<CancellationToken, ValueTask> work, int next, CancellationToken cancellation)
    {
        Enter();
        try
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, Stopped);
            either.Token.ThrowIfCancellationRequested();
            await work(either.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await StopAsync().ConfigureAwait(false);
            if (Interlocked.CompareExchange(ref _state, Ended, Busy) == Disposed)
                throw new ObjectDisposedException("The encoder was disposed while it worked.", exception);
            if (exception is OperationCanceledException)
                cancellation.ThrowIfCancellationRequested();
            throw;
        }

        if (next == Ended)
            await StopAsync().ConfigureAwait(false);
        Interlocked.CompareExchange(ref _state, next, Busy);
    }

    private async ValueTask StopAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ReleaseAsync().ConfigureAwait(false);
    }

    private void Enter()
    {
        int state = Interlocked.CompareExchange(ref _state, Busy, Open);
        ObjectDisposedException.ThrowIf(state == Disposed, this);
        if (state == Busy)
            throw new InvalidOperationException("The encoder still works on another call: this is a bug.");
        if (state == Ended)
            throw new InvalidOperationException("The encoder has finished or failed: this is a bug.");
    }
}
