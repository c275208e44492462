using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Audio.Files;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>What Home Assistant sends through sfortis/openai_tts, and through wyoming_openai.</summary>
[Collection(ClientTests.Name)]
public sealed class HomeAssistantTests(ClientServer server)
{
    private const int ReadBytes = 4096;

    /// <summary>The last ones are what a user may add.</summary>
    private static readonly Dictionary<string, object?> Fields = new()
    {
        ["model"] = "chatterbox-original", ["input"] = "The light is on.", ["voice"] = ClientServer.Voice, ["speed"] = 1.0,
        ["instructions"] = "Speak kindly.", ["cfg_weight"] = 0, ["exaggeration"] = 0.7, ["seed"] = 21, ["chunk_size"] = 200, ["max_tokens"] = ClientServer.MaxTokens,
    };

    [FfmpegFact]
    public async Task Opus_is_read_in_small_parts_while_it_is_made()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/audio/speech");
        request.Content = JsonContent.Create(ClientServer.With(Fields, ("response_format", "opus")));
        using HttpResponseMessage answer = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("audio/opus", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("instructions", answer.Headers.GetValues("X-Ignored-Parameters").Single());
        await using Stream body = await answer.Content.ReadAsStreamAsync();
        using var all = new MemoryStream();
        byte[] part = new byte[ReadBytes];
        for (int read; (read = await body.ReadAsync(part)) > 0;)
            all.Write(part, 0, read);
        all.Position = 0;
        AudioClip clip = new AudioDecoder().Read(all);

        // Opus comes out at 48 kHz and keeps the length to the sample.
        Assert.Equal(48_000, clip.SampleRate);
        Assert.Equal(2 * (await server.SamplesAsync(Fields)).Length, clip.Frames);
    }

    [FfmpegFact]
    public async Task Mp3_is_sent_where_nothing_streams()
    {
        using HttpResponseMessage answer = await server.Server.PostAsync("/v1/audio/speech", ClientServer.With(Fields, ("response_format", "mp3")));
        await server.AssertMp3Async(answer, Fields);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        JsonElement list = await Answer.JsonAsync(await server.Client.GetAsync("/v1/models"));
        Assert.Equal("list", list.GetProperty("object").GetString());
        string[] names = [.. list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
        Assert.Contains("tts-1", names);
        foreach (string name in names)
            Assert.Equal(name, (await Answer.JsonAsync(await server.Client.GetAsync("/v1/models/" + name))).GetProperty("id").GetString());
    }

    /// <summary>wyoming_openai speaks the sentences of an answer at once. Nobody gets another's voice.</summary>
    [Fact]
    public async Task Three_requests_at_once_are_as_if_each_were_alone()
    {
        Dictionary<string, object?>[] requests =
        [
            ClientServer.With(Fields, ("input", "One."), ("response_format", "wav")),
            ClientServer.With(Fields, ("input", "The second one."), ("response_format", "wav"), ("voice", "alloy"), ("seed", 22)),
            ClientServer.With(Fields, ("input", "And three of them."), ("response_format", "wav"), ("seed", 23)),
        ];
        HttpResponseMessage[] answers = await Task.WhenAll(requests.Select(fields => server.Server.PostAsync("/v1/audio/speech", fields)));
        for (int i = 0; i < answers.Length; i++)
            await server.AssertWavAsync(answers[i], requests[i]);
    }
}
