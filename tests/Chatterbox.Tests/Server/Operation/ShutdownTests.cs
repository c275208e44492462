using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Operation;

/// <summary>What a service manager sees when it asks the program to end.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class ShutdownTests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Work_that_outlasts_its_time_is_stopped_and_the_exit_code_is_0()
    {
        // More than the two seconds after which the command line's parser leaves other verbs behind.
        await using ServeProcess server = await _folder.StartAsync("--shutdown-seconds", "4");
        Task<HttpResponseMessage> speech = SpeakAsync(server, sentences: 400);
        await WorkingAsync(server);
        Task<int> stopped = server.StopAsync();
        using HttpResponseMessage answer = await speech;
        await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable, "model_unavailable");
        Assert.Equal(0, await stopped);
    }

    [LinuxFact]
    public async Task Requests_at_hand_are_finished_while_new_ones_are_told_that_the_server_goes_down()
    {
        await using ServeProcess server = await _folder.StartAsync("--shutdown-seconds", "50");
        Task<HttpResponseMessage> speech = SpeakAsync(server, sentences: 10);
        await WorkingAsync(server);
        Task<int> stopped = server.StopAsync();
        await Poll.UntilAsync(async () => (await server.Client.GetAsync("/health/ready")).StatusCode == HttpStatusCode.ServiceUnavailable);
        using HttpResponseMessage late = await SpeakAsync(server, sentences: 1);
        await late.ProblemAsync(HttpStatusCode.ServiceUnavailable, "model_unavailable");
        using HttpResponseMessage answer = await speech;
        Assert.True((await answer.AudioAsync()).Frames > 0);
        Assert.Equal(0, await stopped);
    }

    private static Task<HttpResponseMessage> SpeakAsync(ServeProcess server, int sentences) => server.Client.PostAsJsonAsync(
        "/tts", new { text = string.Join(' ', Enumerable.Repeat("One two three.", sentences)), seed = 1 });

    private static Task WorkingAsync(ServeProcess server) =>
        Poll.UntilAsync(async () => (await server.Client.GetStringAsync("/metrics")).Contains("\nchatterbox_queue_depth 1\n", StringComparison.Ordinal));
}
