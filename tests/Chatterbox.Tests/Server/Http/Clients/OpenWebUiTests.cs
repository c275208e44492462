using System.Net;
using System.Text.Json;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>What Open WebUI sends, set to the engine OpenAI with the base /v1.</summary>
[Collection(ClientTests.Name)]
public sealed class OpenWebUiTests(ClientServer server)
{
    [FfmpegFact]
    public async Task Speech_without_a_format_is_mp3()
    {
        Dictionary<string, object?> fields = new()
        {
            ["model"] = "tts-1", ["input"] = "Hello there.", ["voice"] = "alloy", ["seed"] = 3, ["max_tokens"] = ClientServer.MaxTokens,
        };
        using HttpResponseMessage answer = await server.Server.PostAsync("/v1/audio/speech", fields);
        await server.AssertMp3Async(answer, fields);
        Assert.Equal("built-in", answer.Headers.GetValues("X-Voice").Single());
        Assert.Equal("alloy", answer.Headers.GetValues("X-Voice-Alias").Single());
    }

    [FfmpegFact]
    public async Task The_text_of_an_error_lies_in_an_object()
    {
        using HttpResponseMessage answer = await server.Server.PostAsync("/v1/audio/speech", new { model = "tts-1", input = "Hello.", voice = "nobody" });
        JsonElement error = (await Answer.JsonAsync(answer, HttpStatusCode.NotFound)).GetProperty("error");
        Assert.Contains("'nobody'", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("voice_not_found", error.GetProperty("code").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal("voice", error.GetProperty("param").GetString());
    }

    [FfmpegFact]
    public async Task The_list_of_voices_has_ids_and_names_that_speak()
    {
        JsonElement voices = (await Answer.JsonAsync(await server.Client.GetAsync("/v1/audio/voices"))).GetProperty("voices");
        string id = voices.EnumerateArray().Single(voice => voice.GetProperty("name").GetString() == ClientServer.Voice).GetProperty("id").GetString()!;
        Dictionary<string, object?> fields = new()
        {
            ["model"] = "tts-1", ["input"] = "Hello there.", ["voice"] = id, ["seed"] = 4, ["max_tokens"] = ClientServer.MaxTokens,
        };
        await server.AssertMp3Async(await server.Server.PostAsync("/v1/audio/speech", fields), fields);
    }
}
