namespace Chatterbox.Tests.Server;

/// <summary>Waits for something that happens elsewhere.</summary>
internal static class Poll
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Returns when it holds; fails when it does not after a minute.</summary>
    public static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    /// <inheritdoc cref="UntilAsync(Func{bool})"/>
    public static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!await condition())
            await Task.Delay(5, limit.Token);
    }
}
