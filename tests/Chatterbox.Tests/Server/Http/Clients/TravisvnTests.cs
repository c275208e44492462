using System.Net;
using System.Text.Json;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>What clients of travisvn/chatterbox-tts-api send.</summary>
[Collection(ClientTests.Name)]
public sealed class TravisvnTests(ClientServer server)
{
    private static readonly Dictionary<string, object?> Fields = new()
    {
        ["input"] = "Hello there.", ["voice"] = ClientServer.Voice, ["exaggeration"] = 0.25, ["cfg_weight"] = 0.0, ["temperature"] = 0.8,
        ["streaming_chunk_size"] = 200, ["streaming_strategy"] = "sentence", ["streaming_quality"] = "balanced", ["seed"] = 31, ["max_tokens"] = ClientServer.MaxTokens,
    };

    [Fact]
    public async Task Tts_takes_input_for_text() => await server.AssertWavAsync(await server.Server.PostAsync("/tts", Fields), Fields);

    [FfmpegFact]
    public async Task Speech_without_v1_is_the_same_route()
    {
        await server.AssertMp3Async(await server.Server.PostAsync("/audio/speech", Fields), Fields);
        await server.AssertWavAsync(await server.Server.PostAsync("/audio/speech", ClientServer.With(Fields, ("response_format", "wav"))), Fields);
        using HttpResponseMessage refused = await server.Server.PostAsync("/audio/speech", ClientServer.With(Fields, ("voice", "nobody")));
        JsonElement error = (await Answer.JsonAsync(refused, HttpStatusCode.NotFound)).GetProperty("error");
        Assert.Equal("voice_not_found", error.GetProperty("code").GetString());
    }

    [Fact]
    public async Task Events_carry_the_samples()
    {
        using HttpResponseMessage answer = await server.Server.PostAsync("/audio/speech", ClientServer.With(Fields, ("stream_format", "sse"), ("response_format", "pcm")));
        string text = await Answer.TextAsync(answer, HttpStatusCode.OK, "text/event-stream");
        JsonElement[] events = [.. text.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];
        Assert.Equal("speech.audio.done", events[^1].GetProperty("type").GetString());
        byte[] audio = [.. events[..^1].SelectMany(delta => delta.GetProperty("audio").GetBytesFromBase64())];
        Assert.Equal(await server.SamplesAsync(Fields), audio.Chunk(2).Select(pair => BitConverter.ToInt16(pair)));
    }

    /// <summary>There every field comes in a form.</summary>
    [Fact]
    public async Task The_library_is_kept_as_there()
    {
        using (var form = new MultipartFormDataContent
        {
            { new StringContent("Tom"), "voice_name" }, { new StringContent("en"), "language" }, { new ByteArrayContent(ClientServer.Recording), "voice_file", "tom.wav" },
        })
            await Answer.JsonAsync(await server.Client.PostAsync("/voices", form), HttpStatusCode.Created);
        try
        {
            JsonElement renamed = await Answer.JsonAsync(await server.Client.PutAsync("/voices/Tom", Form("new_name", "Thomas")));
            Assert.Equal(("Thomas", "tom"), (renamed.GetProperty("name").GetString(), renamed.GetProperty("id").GetString()));
            await Answer.JsonAsync(await server.Client.PostAsync("/voices/Thomas/aliases", Form("alias", "Tommy")));
            JsonElement aliases = await Answer.JsonAsync(await server.Client.GetAsync("/voices/Thomas/aliases"));
            Assert.Equal("""{"voice_name":"Thomas","aliases":["Tommy"],"count":1}""", aliases.GetRawText());
            Assert.Equal(ClientServer.Recording, await Answer.BytesAsync(await server.Client.GetAsync("/voices/Tommy/download"), HttpStatusCode.OK, "application/octet-stream"));

            await Answer.JsonAsync(await server.Client.PostAsync("/voices/default", Form("voice_name", "Tommy")));
            Assert.Equal("Thomas", (await Answer.JsonAsync(await server.Client.GetAsync("/voices/default"))).GetProperty("name").GetString());
        }
        finally
        {
            Assert.Equal(HttpStatusCode.NoContent, (await server.Client.DeleteAsync("/voices/tom")).StatusCode);
        }
    }

    [Fact]
    public async Task A_voice_that_is_not_there_has_no_name_no_aliases_and_no_recording()
    {
        foreach (HttpResponseMessage answer in (HttpResponseMessage[])
            [
                await server.Client.PutAsync("/voices/nobody", Form("new_name", "Somebody")), await server.Client.GetAsync("/voices/nobody/aliases"),
                await server.Client.GetAsync("/voices/nobody/download"), await server.Client.PostAsync("/voices/default", Form("voice_name", "nobody")),
            ])
            await Answer.JsonAsync(answer, HttpStatusCode.NotFound, "application/problem+json");
        await Answer.JsonAsync(await server.Client.PutAsync($"/voices/{ClientServer.Voice}", Form("name_new", "x")), HttpStatusCode.BadRequest, "application/problem+json");
    }

    [Fact]
    public async Task The_server_says_how_it_is()
    {
        Assert.Equal("ok", (await Answer.JsonAsync(await server.Client.GetAsync("/ping"))).GetProperty("status").GetString());
        JsonElement health = await Answer.JsonAsync(await server.Client.GetAsync("/health"));
        Assert.Equal("healthy", health.GetProperty("status").GetString());
        Assert.True(health.GetProperty("model_loaded").GetBoolean());
        Assert.Equal("cpu", health.GetProperty("device").GetString());
    }

    [Fact]
    public async Task A_model_of_one_language_lists_English()
    {
        JsonElement list = await Answer.JsonAsync(await server.Client.GetAsync("/languages"));
        JsonElement only = list.GetProperty("languages").EnumerateArray().Single();
        Assert.Equal(("en", "English"), (only.GetProperty("code").GetString(), only.GetProperty("name").GetString()));
        Assert.Equal(1, list.GetProperty("count").GetInt32());
        Assert.Equal("original", list.GetProperty("model_type").GetString());
    }

    private static FormUrlEncodedContent Form(string name, string value) => new([KeyValuePair.Create(name, value)]);
}
