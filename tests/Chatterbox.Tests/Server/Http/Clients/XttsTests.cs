using System.Net;
using System.Text.Json;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>What SillyTavern sends with its provider XTTS.</summary>
[Collection(ClientTests.Name)]
public sealed class XttsTests(ClientServer server)
{
    private const string Query = "/tts_stream?text=Hello%20there.&speaker_wav=Emily&language=en&seed=11&max_tokens=10";

    private static readonly Dictionary<string, object?> Fields = new()
    {
        ["text"] = "Hello there.", ["speaker_wav"] = ClientServer.Voice, ["language"] = "en", ["seed"] = 11, ["max_tokens"] = ClientServer.MaxTokens,
    };

    private static readonly Dictionary<string, object?> Same = ClientServer.With(Fields, ("voice", ClientServer.Voice));

    [Fact]
    public async Task The_list_of_speakers_has_ids_that_speak_and_recordings_to_hear()
    {
        JsonElement speakers = await Answer.JsonAsync(await server.Client.GetAsync("/speakers"));
        JsonElement emily = speakers.EnumerateArray().Single(speaker => speaker.GetProperty("name").GetString() == ClientServer.Voice);
        Assert.Equal(ClientServer.Voice, emily.GetProperty("voice_id").GetString());
        Assert.Equal(ClientServer.Recording, await server.Client.GetByteArrayAsync(new Uri(emily.GetProperty("preview_url").GetString()!)));
        JsonElement own = speakers.EnumerateArray().Single(speaker => speaker.GetProperty("name").GetString() == "built-in");
        Assert.Equal(JsonValueKind.Null, own.GetProperty("preview_url").ValueKind);
        string[] names = Answer.Strings(await Answer.JsonAsync(await server.Client.GetAsync("/speakers_list")));
        Assert.Equal(speakers.EnumerateArray().Select(speaker => speaker.GetProperty("name").GetString()), names);
    }

    [Fact]
    public async Task Settings_for_all_requests_are_checked_and_not_said_to_be_set()
    {
        Dictionary<string, object?> settings = new()
        {
            ["stream_chunk_size"] = 100, ["temperature"] = 0.75, ["speed"] = 1, ["length_penalty"] = 1, ["repetition_penalty"] = 5,
            ["top_p"] = 0.85, ["top_k"] = 50, ["enable_text_splitting"] = true, ["another"] = "x",
        };
        JsonElement answer = await Answer.JsonAsync(await server.Server.PostAsync("/set_tts_settings", settings));
        Assert.StartsWith("Nothing was set", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
        foreach ((string field, object value) in ((string, object)[])
            [("temperature", "hot"), ("temperature", 6), ("speed", 0), ("stream_chunk_size", 1.5), ("top_p", 2), ("top_k", -1), ("enable_text_splitting", "maybe"), ("length_penalty", "x"), ("repetition_penalty", -1)])
            await RefusedAsync(field, value);

        async Task RefusedAsync(string field, object value)
        {
            using HttpResponseMessage refused = await server.Server.PostAsync("/set_tts_settings", ClientServer.With(settings, (field, value)));
            JsonElement error = await Answer.JsonAsync(refused, HttpStatusCode.BadRequest, "application/problem+json");
            Assert.Equal(field, error.GetProperty("field").GetString());
        }
    }

    [Theory]
    [InlineData("/tts_to_audio/")]
    [InlineData("/tts_to_audio")]
    public async Task Speech_is_a_wav_file(string path)
    {
        using HttpResponseMessage answer = await server.Server.PostAsync(path, Fields);
        await server.AssertWavAsync(answer, Same);
        Assert.Equal(ClientServer.Voice, answer.Headers.GetValues("X-Voice").Single());
    }

    [Fact]
    public async Task Streamed_speech_is_the_same_wav_file()
    {
        using HttpResponseMessage answer = await server.Client.GetAsync(Query);
        Assert.True(answer.Headers.TransferEncodingChunked);
        await server.AssertWavAsync(answer, Same);
    }
}
