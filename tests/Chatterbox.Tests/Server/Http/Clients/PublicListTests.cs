using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>Open WebUI and others ask for lists without the key that they send with the rest. Such a list needs no model.</summary>
[Collection(ClientTests.Name)]
public sealed class PublicListTests : IAsyncLifetime
{
    private const string Key = "a key of the test";

    private static readonly string[] Lists =
    [
        "/v1/audio/voices", "/v1/models", "/voices", "/get_predefined_voices", "/get_reference_files", "/api/model-info", "/api/ui/initial-data",
        "/speakers", "/speakers_list", "/languages",
    ];

    private TestServer? _open;
    private TestServer? _closed;

    public async Task InitializeAsync()
    {
        _open = await StartAsync(publicLists: true);
        _closed = await StartAsync(publicLists: false);
    }

    public async Task DisposeAsync()
    {
        await _open!.DisposeAsync();
        await _closed!.DisposeAsync();
    }

    [Fact]
    public async Task Lists_are_open_only_if_the_operator_says_so()
    {
        foreach (string list in Lists)
        {
            Assert.Equal((list, HttpStatusCode.OK), (list, (await _open!.Client.GetAsync(list)).StatusCode));
            Assert.Equal((list, HttpStatusCode.Unauthorized), (list, (await _closed!.Client.GetAsync(list)).StatusCode));
            using var withKey = new HttpRequestMessage(HttpMethod.Get, list);
            withKey.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
            Assert.Equal((list, HttpStatusCode.OK), (list, (await _closed.Client.SendAsync(withKey)).StatusCode));
        }
    }

    [Fact]
    public async Task All_that_works_needs_the_key()
    {
        foreach (string path in (string[])["/v1/audio/speech", "/audio/speech", "/tts", "/tts_to_audio/", "/set_tts_settings", "/upload_reference"])
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await _open!.PostAsync(path, new { input = "Hello." })).StatusCode));
        foreach (string path in (string[])["/tts-stream?text=Hello.", "/tts_stream?text=Hello."])
            Assert.Equal((path, HttpStatusCode.Unauthorized), (path, (await _open!.Client.GetAsync(path)).StatusCode));
    }

    /// <summary>Those who probe have no key.</summary>
    [Fact]
    public async Task The_page_and_the_state_of_health_are_open()
    {
        Assert.Contains("Chatterbox", await Answer.TextAsync(await _closed!.Client.GetAsync("/"), HttpStatusCode.OK, "text/html"), StringComparison.Ordinal);
        await Answer.JsonAsync(await _closed.Client.GetAsync("/ping"));
        JsonElement health = await Answer.JsonAsync(await _closed.Client.GetAsync("/health"), HttpStatusCode.ServiceUnavailable);
        Assert.Equal("error", health.GetProperty("status").GetString());
        Assert.False(health.GetProperty("model_loaded").GetBoolean());
    }

    [Fact]
    public async Task Without_a_model_the_description_of_it_says_so()
    {
        JsonElement model = await Answer.JsonAsync(await _open!.Client.GetAsync("/api/model-info"));
        Assert.False(model.GetProperty("loaded").GetBoolean());
        Assert.Equal(JsonValueKind.Null, model.GetProperty("type").ValueKind);
        Assert.Equal(0, (await Answer.JsonAsync(await _open.Client.GetAsync("/languages"))).GetProperty("count").GetInt32());
    }

    private static Task<TestServer> StartAsync(bool publicLists) => TestServer.StartAsync(
        options =>
        {
            options.ModelDir = Path.Combine(options.VoicesDir, "no-model");
            options.ApiKeys = [Key];
            options.PublicLists = publicLists;
        },
        caseName: null);
}
