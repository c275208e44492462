using System.Globalization;
using System.Net;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Operation;

/// <summary>What clients are told about the queue while two long requests are at hand.</summary>
[Collection(ServerTests.Name)]
public sealed class QueueHeaderTests
{
    private static readonly string LongText = string.Join(' ', Enumerable.Repeat("One two three four five six seven.", 200));

    [FfmpegFact]
    public async Task Place_and_times_are_those_of_the_requests_before()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxRequests = 3);
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> first = server.PostAsync("/tts", new { text = LongText }, leave.Token);
        await Poll.UntilAsync(() => server.Engine.Wait > TimeSpan.Zero);
        double one = server.Engine.Wait.TotalSeconds;
        Task<HttpResponseMessage> second = server.PostAsync("/tts", new { text = LongText }, leave.Token);
        await Poll.UntilAsync(() => server.Engine.Wait.TotalSeconds > 1.5 * one);
        Assert.Equal(2 * one, server.Engine.Wait.TotalSeconds, 0.001);

        // A short request does not wait for the long ones, so that it ends while they are at hand; its speed is measured from then on.
        using HttpResponseMessage third = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 4 });
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
        Assert.Equal("2", third.Header("X-Queue-Position"));
        Assert.Equal(2 * one, third.Number("X-Queue-Estimate"), 0.001);

        // Among three requests one ends after a third of the time that all of them take.
        await Poll.UntilAsync(() => server.Engine.Requests == 2);
        using (server.Engine.Reserve())
        {
            double wait = server.Engine.Wait.TotalSeconds;
            Assert.True(wait / 3 > 2, $"{wait} s are too few to tell a computed time from the least one.");
            using HttpResponseMessage full = await server.PostAsync("/v1/audio/speech", new { input = "Hello." });
            string message = (await full.EnvelopeAsync(HttpStatusCode.TooManyRequests, "queue_full")).GetProperty("message").GetString()!;
            Assert.Equal(TimeSpan.FromSeconds(Math.Ceiling(wait / 3)), full.Headers.RetryAfter!.Delta);
            Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"in {Math.Ceiling(wait / 3)} s"), message, StringComparison.Ordinal);
        }

        await leave.CancelAsync();
        foreach (Task task in (Task[])[first, second])
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        await Poll.UntilAsync(() => server.Engine.Wait == TimeSpan.Zero);
    }
}
