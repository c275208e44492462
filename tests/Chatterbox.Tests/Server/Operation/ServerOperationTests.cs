using Chatterbox.Tests.Audio;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Chatterbox.Server.Engine;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Operation;

[Collection(ServerTests.Name)]
public sealed class ServerOperationTests
{
    private static readonly string LongText = string.Join(' ', Enumerable.Repeat("One two three four five six seven.", 200));

    [Fact]
    public async Task A_key_is_asked_for_where_one_is_set()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.ApiKeys = ["secret", "sha256:" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData("other"u8))]);
        using HttpResponseMessage none = await server.PostAsync("/v1/audio/speech", new { input = "Hello." });
        await none.EnvelopeAsync(HttpStatusCode.Unauthorized, "invalid_api_key");
        Assert.Equal("Bearer", none.Headers.WwwAuthenticate.ToString());
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "/v1/models", "Bearer wrong"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "/metrics", null));
        foreach (string right in (string[])["Bearer secret", "Bearer other"])
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/v1/models", right));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/health/live", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/health/ready", null));
    }

    [Fact]
    public async Task Lists_are_open_where_the_operator_says_so()
    {
        await using TestServer server = await TestServer.StartAsync(options => (options.ApiKeys, options.PublicLists) = (["secret"], true));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/v1/audio/voices", null));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/v1/models", null));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(server, "/metrics", null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pages_of_other_origins_are_let_in_only_by_name(bool allowed)
    {
        await using TestServer server = await TestServer.StartAsync(options => options.CorsOrigins = allowed ? ["http://page.example"] : []);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models");
        request.Headers.Add("Origin", "http://page.example");
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        Assert.Equal(allowed ? "http://page.example" : null, answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Long_texts_and_large_bodies_are_refused()
    {
        await using TestServer server = await TestServer.StartAsync(options => (options.MaxTextCharacters, options.MaxBodyMegabytes) = (100, 1));
        using HttpResponseMessage text = await server.PostAsync("/tts", new { text = new string('a', 101) });
        await text.ProblemAsync(HttpStatusCode.BadRequest, "text_too_long");

        // The client waits for the refusal before it sends the body, which would break off.
        using var large = new HttpRequestMessage(HttpMethod.Post, "/tts") { Content = JsonContent.Create(new { text = new string('a', 2 << 20) }) };
        large.Headers.ExpectContinue = true;
        using HttpResponseMessage body = await server.Client.SendAsync(large);
        await body.ProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body_too_large");
    }

    [Fact]
    public async Task Too_many_requests_from_one_address_are_told_to_wait()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.RequestsPerMinute = 3);
        for (int i = 0; i < 3; i++)
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/v1/models", null));
        using HttpResponseMessage answer = await server.Client.GetAsync("/v1/models");
        await answer.EnvelopeAsync(HttpStatusCode.TooManyRequests, "rate_limited");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [FfmpegFact]
    public async Task A_full_queue_answers_429_with_the_time_to_wait()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxRequests = 2);
        using var leave = new CancellationTokenSource();
        Task[] busy = [.. Enumerable.Range(0, 2).Select(_ => server.PostAsync("/tts", new { text = LongText }, leave.Token))];
        await Poll.UntilAsync(() => server.Engine.Requests == 2);
        using HttpResponseMessage answer = await server.PostAsync("/v1/audio/speech", new { input = "Hello." });
        await answer.EnvelopeAsync(HttpStatusCode.TooManyRequests, "queue_full");
        Assert.True(answer.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));
        await leave.CancelAsync();
        foreach (Task task in busy)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        await Poll.UntilAsync(() => server.Engine.Requests == 0);
        using HttpResponseMessage next = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 4 });
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
    }

    [Fact]
    public async Task The_work_of_a_client_that_leaves_ends_within_a_unit()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> gone = server.PostAsync("/tts", new { text = LongText }, leave.Token);
        await Poll.UntilAsync(() => server.Engine.Counters?.Steps > 5);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        await Poll.UntilAsync(() => server.Engine.Requests == 0);
        (long steps, long units) = (server.Engine.Counters!.Steps, server.Engine.Counters.RenderUnits);
        using HttpResponseMessage next = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 2 });
        Assert.Equal(HttpStatusCode.OK, next.StatusCode);
        Assert.InRange(server.Engine.Counters.Steps - steps, 0, 1);
        Assert.True(server.Engine.Counters.RenderUnits > units);
        Assert.Equal(1, server.Engine.Counters.Cancellations);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_told_so()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.RequestTimeoutSeconds = 1);
        using HttpResponseMessage answer = await server.PostAsync("/tts", new { text = LongText });
        await answer.ProblemAsync(HttpStatusCode.GatewayTimeout, "timed_out");

        // The answer does not wait for the unit of work at hand.
        await Poll.UntilAsync(() => server.Engine.Requests == 0);
    }

    [Fact]
    public async Task A_client_that_takes_nothing_loses_its_request_and_holds_nobody_up()
    {
        await using TestServer server = await TestServer.StartAsync(options => (options.BufferSeconds, options.SlowClientSeconds) = (1, 1));
        using var socket = new TcpClient { ReceiveBufferSize = 1024 };
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { text = LongText, response_format = "wav", speed = 1, stream = true });
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /tts HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        await socket.GetStream().WriteAsync(body);
        await Poll.UntilAsync(() => server.Engine.Requests == 1);
        using HttpResponseMessage other = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 4 });
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await Poll.UntilAsync(() => server.Engine.Requests == 0);

        // It is counted when the last write to the client has failed. The web server's own clock counts from what is still to be sent, and is far from its end.
        string metrics = "";
        await Poll.UntilAsync(async () => (metrics = await server.Client.GetStringAsync("/metrics")).Contains("chatterbox_unfinished_total{", StringComparison.Ordinal));
        Assert.Contains("chatterbox_unfinished_total{reason=\"SlowClient\"} 1\n", metrics, StringComparison.Ordinal);
        Assert.Contains("chatterbox_errors_total{code=\"slow_client\"} 1\n", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_its_files_the_server_lives_is_not_ready_and_says_what_to_run()
    {
        using var empty = new TemporaryFolder();
        await using TestServer server = await TestServer.StartAsync(options => options.ModelDir = empty.File(), caseName: null);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, "/health/live", null));
        using HttpResponseMessage ready = await server.Client.GetAsync("/health/ready");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        JsonElement health = await ready.JsonAsync();
        Assert.Equal("failed", health.GetProperty("status").GetString());
        string problem = health.GetProperty("problem").GetString()!;
        Assert.Contains("t3_cfg.safetensors", problem, StringComparison.Ordinal);
        Assert.Contains("chatterbox download", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetDirectoryName(empty.File())!, problem, StringComparison.Ordinal);
        using HttpResponseMessage speech = await server.PostAsync("/tts", new { text = "Hello." });
        await speech.ProblemAsync(HttpStatusCode.ServiceUnavailable, "model_unavailable");
    }

    [Fact]
    public async Task A_request_that_must_come_again_has_no_voice_prepared()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.MaxRequests = 1);
        using (server.Engine.Reserve())
        {
            using HttpResponseMessage full = await PostRecordingAsync(server, 6);
            await full.ProblemAsync(HttpStatusCode.TooManyRequests, "queue_full");

            // The same with a recording that no voice can be made of, which only preparing it would tell.
            using HttpResponseMessage silent = await PostRecordingAsync(server, 0.05);
            await silent.ProblemAsync(HttpStatusCode.TooManyRequests, "queue_full");
        }

        using HttpResponseMessage prepared = await PostRecordingAsync(server, 0.05);
        await prepared.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
        Assert.Equal(0, server.Engine.Requests);
    }

    [Fact]
    public async Task A_model_can_be_unloaded_swapped_and_loaded_again()
    {
        await using TestServer server = await TestServer.StartAsync();
        byte[] before = await PcmAsync(server);
        long loaded = server.Engine.MemoryBytes;
        await server.Engine.UnloadAsync();
        Assert.Equal(EngineStatus.Idle, server.Engine.State.Status);
        Assert.Equal(before, await PcmAsync(server));
        Assert.InRange(server.Engine.MemoryBytes, loaded / 2, loaded * 2);
        using var turbo = new Chatterbox.Tests.Pipeline.TinyModelFolder("turbo-tiny");
        await server.Engine.LoadAsync(new ModelSource(turbo.Path, null, null, AllowRandom: true));
        using HttpResponseMessage answer = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 4, exaggeration = 1 });
        Assert.Equal(("chatterbox-turbo", "exaggeration"), (answer.Header("X-Model"), answer.Header("X-Ignored-Parameters")));
        await Assert.ThrowsAsync<EngineUnavailableException>(() => server.Engine.LoadAsync(new ModelSource(turbo.File("absent"), null, null, AllowRandom: true)));
        Assert.Equal((EngineStatus.Ready, turbo.Path), (server.Engine.State.Status, server.Engine.State.Source.Folder));
    }

    [Fact]
    public async Task A_swap_waits_for_requests_that_are_let_in_and_still_to_be_queued()
    {
        await using TestServer server = await TestServer.StartAsync();
        using var turbo = new Chatterbox.Tests.Pipeline.TinyModelFolder("turbo-tiny");
        var source = new ModelSource(turbo.Path, null, null, AllowRandom: true);
        long start = Stopwatch.GetTimestamp();
        await server.Engine.LoadAsync(source);
        TimeSpan swap = Stopwatch.GetElapsedTime(start);
        Task second;
        using (server.Engine.Reserve())
        {
            second = server.Engine.LoadAsync(source);
            await Task.Delay(2 * swap);
            Assert.False(second.IsCompleted);
        }

        await second;
        Assert.Equal(EngineStatus.Ready, server.Engine.State.Status);
    }

    [Fact]
    public async Task Requests_at_hand_are_finished_when_the_server_stops()
    {
        TestServer server = await TestServer.StartAsync(options => options.ShutdownSeconds = 60);
        Task<HttpResponseMessage> speech = server.PostAsync("/tts", new { text = "Hello there.", max_tokens = 60, response_format = "pcm" });
        await Poll.UntilAsync(() => server.Engine.Requests == 1);
        Task stopped = server.Engine.StopAsync(CancellationToken.None);
        using HttpResponseMessage late = await server.PostAsync("/tts", new { text = "Hello." });
        await late.ProblemAsync(HttpStatusCode.ServiceUnavailable, "model_unavailable");
        using HttpResponseMessage answer = await speech;
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await stopped;
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Routes_and_methods_that_are_not_there_are_told_in_the_same_form()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage route = await server.Client.GetAsync("/nothing");
        await route.ProblemAsync(HttpStatusCode.NotFound, "not_found");
        using HttpResponseMessage openAi = await server.Client.GetAsync("/v1/nothing");
        await openAi.EnvelopeAsync(HttpStatusCode.NotFound, "not_found");
        using HttpResponseMessage method = await server.Client.GetAsync("/v1/audio/speech");
        await method.EnvelopeAsync(HttpStatusCode.MethodNotAllowed, "method_not_allowed");
        using HttpResponseMessage model = await server.Client.GetAsync("/v1/models/none");
        await model.EnvelopeAsync(HttpStatusCode.NotFound, "model_not_found");
        foreach (JsonElement entry in (await (await server.Client.GetAsync("/v1/models")).JsonAsync()).GetProperty("data").EnumerateArray())
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(server, $"/v1/models/{entry.GetProperty("id").GetString()}", null));
    }

    private static async Task<byte[]> PcmAsync(TestServer server)
    {
        using HttpResponseMessage answer = await server.PostAsync("/tts", new { text = "Hello.", seed = 1, max_tokens = 6, response_format = "pcm" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static async Task<HttpResponseMessage> PostRecordingAsync(TestServer server, double seconds)
    {
        using var form = new MultipartFormDataContent { { new StringContent("Hello."), "text" }, { new ByteArrayContent(LibraryFolder.Wav(seconds)), "voice", "voice.wav" } };
        return await server.Client.PostAsync("/tts", form);
    }

    private static async Task<HttpStatusCode> StatusAsync(TestServer server, string path, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (authorization is not null)
            request.Headers.Authorization = AuthenticationHeaderValue.Parse(authorization);
        using HttpResponseMessage answer = await server.Client.SendAsync(request);
        return answer.StatusCode;
    }
}
