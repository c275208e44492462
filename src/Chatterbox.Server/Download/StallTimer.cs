namespace Chatterbox.Server.Download;

/// <summary>Ends a wait for a server that sends nothing.</summary>
/// <param name="limit">The longest wait.</param>
/// <param name="cancellation">Ends any wait.</param>
internal sealed class StallTimer(TimeSpan limit, CancellationToken cancellation) : IDisposable
{
    private readonly CancellationTokenSource _source = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

    /// <summary>Waits for one step.</summary>
    /// <exception cref="TransferException">It took longer than the limit.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> step)
    {
        _source.CancelAfter(limit);
        try
        {
            return await step(_source.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException($"nothing came for {limit.TotalSeconds:0.#} s");
        }
        finally
        {
            _source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
