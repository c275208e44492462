using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

public sealed class SingleFlightTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);
    private readonly SingleFlight<string, int> _flights = new();
    private readonly TaskCompletionSource<int> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private CancellationToken _stop;
    private int _runs;

    [Fact]
    public async Task Callers_at_the_same_time_share_one_run()
    {
        Task<int>[] callers = [.. Enumerable.Range(0, 20).Select(_ => Run())];
        Task<int> other = _flights.RunAsync("other", _ => Task.FromResult(1), CancellationToken.None);
        Assert.Equal(1, await other.WaitAsync(Hang));
        _result.SetResult(7);
        Assert.All(await Task.WhenAll(callers).WaitAsync(Hang), result => Assert.Equal(7, result));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task Nothing_is_remembered()
    {
        _result.SetResult(7);
        await Run().WaitAsync(Hang);
        await Run().WaitAsync(Hang);
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task Who_leaves_does_not_stop_it_for_the_others()
    {
        using CancellationTokenSource leave = new();
        Task<int> first = Run(leave.Token), second = Run();
        await _started.Task.WaitAsync(Hang);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Hang));
        Assert.False(_stop.IsCancellationRequested);
        _result.SetResult(7);
        Assert.Equal(7, await second.WaitAsync(Hang));
    }

    [Fact]
    public async Task It_stops_when_all_have_left_and_begins_anew_for_the_next()
    {
        using CancellationTokenSource leave = new();
        Task<int> first = Run(leave.Token), second = Run(leave.Token);
        await _started.Task.WaitAsync(Hang);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(first, second).WaitAsync(Hang));
        Assert.True(_stop.IsCancellationRequested);
        _result.SetResult(7);
        Assert.Equal(7, await Run().WaitAsync(Hang));
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task An_error_is_everybodys_and_not_kept()
    {
        Task<int> first = Run(), second = Run();
        _result.SetException(new InvalidDataException("broken"));
        await Assert.ThrowsAsync<InvalidDataException>(() => first.WaitAsync(Hang));
        await Assert.ThrowsAsync<InvalidDataException>(() => second.WaitAsync(Hang));
        Assert.Equal(3, await _flights.RunAsync("key", _ => Task.FromResult(3), CancellationToken.None).WaitAsync(Hang));
    }

    [Fact]
    public async Task Work_that_throws_at_once_is_an_error_too() => await Assert.ThrowsAsync<InvalidDataException>(
        () => _flights.RunAsync("key", _ => throw new InvalidDataException("at once"), CancellationToken.None).WaitAsync(Hang));

    [Fact]
    public async Task Who_has_left_already_starts_nothing()
    {
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Run(new CancellationToken(canceled: true)));
        Assert.Equal(0, _runs);
    }

    private Task<int> Run(CancellationToken cancellation = default) => _flights.RunAsync(
        "key",
        stop =>
        {
            Interlocked.Increment(ref _runs);
            _stop = stop;
            _started.TrySetResult();
            return _result.Task;
        },
        cancellation);
}
