namespace Chatterbox.Server.Voices;

/// <summary>Joins callers that ask for the same thing at the same time: the work is done once, and its result or error is everybody's.</summary>
internal sealed class SingleFlight<TKey, TResult>
    where TKey : notnull
{
    private readonly Dictionary<TKey, Flight> _flights = [];

    /// <summary>Starts the work on another thread, or joins it. Nothing is remembered once it has ended.</summary>
    /// <param name="key">What is asked for.</param>
    /// <param name="work">Its token is cancelled when every caller has left.</param>
    /// <param name="cancellation">Lets this caller leave; the work goes on for the others.</param>
    public async Task<TResult> RunAsync(TKey key, Func<CancellationToken, Task<TResult>> work, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        Flight flight = Join(key, work);
        try
        {
            return await flight.Result.WaitAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            Leave(key, flight);
        }
    }

    private Flight Join(TKey key, Func<CancellationToken, Task<TResult>> work)
    {
        lock (_flights)
        {
            if (!_flights.TryGetValue(key, out Flight? flight))
            {
                flight = new Flight();
                _flights.Add(key, flight);
                Flight started = flight;
                flight.Result = Task.Run(() => Fly(key, started, work));
            }

            flight.Callers++;
            return flight;
        }
    }

    private async Task<TResult> Fly(TKey key, Flight flight, Func<CancellationToken, Task<TResult>> work)
    {
        try
        {
            return await work(flight.Stop.Token).ConfigureAwait(false);
        }
        finally
        {
            // Before anybody sees the result, so that who tries again after an error starts anew.
            lock (_flights)
                Forget(key, flight);
        }
    }

    private void Leave(TKey key, Flight flight)
    {
        lock (_flights)
        {
            if (--flight.Callers > 0)
                return;
            Forget(key, flight);
        }

        flight.Stop.Cancel();
    }

    private void Forget(TKey key, Flight flight)
    {
        if (_flights.TryGetValue(key, out Flight? present) && present == flight)
            _flights.Remove(key);
    }

    private sealed class Flight
    {
        public CancellationTokenSource Stop { get; } = new();

        public Task<TResult> Result { get; set; } = null!;

        public int Callers { get; set; }
    }
}
