using System.Net;
using System.Text;
using System.Text.Json;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Http.Speech;

/// <summary>Recordings that come with a request, over all routes and fields that take them.</summary>
[Collection(ServerTests.Name)]
public sealed class InlineVoicesTests : IAsyncLifetime
{
    private static readonly byte[] Linda = File.ReadAllBytes(Chatterbox.Tests.Audio.Speech.Path("other/LJ001-0001.wav"));
    private static readonly byte[] John = File.ReadAllBytes(Chatterbox.Tests.Audio.Speech.Path("other/jfk-16k-mono.wav"));

    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_route_and_every_field_takes_a_recording()
    {
        byte[] expected = await PcmAsync("/tts", [], ("voice", Linda));
        foreach (string field in (string[])["voice_file", "reference", "files"])
            Assert.Equal(expected, await PcmAsync("/tts", [], (field, Linda)));
        Assert.Equal(expected, await PcmAsync("/tts", [("stream", "true")], ("voice", Linda)));
        Assert.Equal(expected, await PcmAsync("/tts-stream", [], ("voice", Linda)));
        Assert.Equal(expected, await PcmAsync("/v1/audio/speech", [], ("voice", Linda)));
        Assert.NotEqual(expected, await PcmAsync("/tts", [], ("voice", John)));
        Assert.NotEqual(expected, await PcmAsync("/tts", []));
    }

    [Fact]
    public async Task Events_carry_the_speech_of_a_recording()
    {
        using HttpResponseMessage answer = await PostAsync("/v1/audio/speech", [("stream_format", "sse")], ("voice", Linda));
        Assert.Equal(("text/event-stream", "inline"), (answer.Content.Headers.ContentType?.MediaType, answer.Header("X-Voice")));
        JsonElement[] events = [.. (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];
        Assert.Equal("speech.audio.done", events[^1].GetProperty("type").GetString());
        Assert.Equal(await PcmAsync("/tts", [], ("voice", Linda)), (byte[])[.. events[..^1].SelectMany(delta => delta.GetProperty("audio").GetBytesFromBase64())]);
    }

    [Fact]
    public async Task Several_recordings_are_the_voice_that_the_library_would_make_of_them()
    {
        using (MultipartFormDataContent form = Upload.Form("Both", Linda, John))
        using (HttpResponseMessage made = await _server.Client.PostAsync("/voices", form))
            Assert.Equal(2, (await made.JsonAsync()).GetProperty("clips").GetArrayLength());
        byte[] both = await PcmAsync("/tts", [("voice", "Both")]);
        Assert.Equal(both, await PcmAsync("/tts", [], ("files", Linda), ("files", John)));
        Assert.Equal(both, await PcmAsync("/tts", [], ("voice_file", Linda), ("files", John)));
        Assert.NotEqual(both, await PcmAsync("/tts", [], ("files", Linda)));
    }

    [Fact]
    public async Task More_recordings_than_a_voice_may_have_are_refused()
    {
        byte[] clip = LibraryFolder.Wav(0.2);
        using HttpResponseMessage answer = await PostAsync("/tts", [], [.. Enumerable.Repeat(("files", clip), 21)]);
        Assert.Contains("21 recordings", await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_value"), StringComparison.Ordinal);
    }

    private async Task<byte[]> PcmAsync(string route, (string Name, string Value)[] fields, params (string Field, byte[] Recording)[] recordings)
    {
        using HttpResponseMessage answer = await PostAsync(route, fields, recordings);
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, Encoding.UTF8.GetString(body));
        Assert.Equal("audio/pcm", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(body);
        if (recordings.Length > 0)
            Assert.Equal("inline", answer.Header("X-Voice"));
        return body;
    }

    private async Task<HttpResponseMessage> PostAsync(string route, (string Name, string Value)[] fields, params (string Field, byte[] Recording)[] recordings)
    {
        using var form = new MultipartFormDataContent();
        (string Name, string Value)[] speech = [("input", "Hello there."), ("seed", "5"), ("max_tokens", "8"), ("response_format", "pcm")];
        foreach ((string name, string value) in speech.Concat(fields))
            form.Add(new StringContent(value), name);
        foreach ((string field, byte[] recording) in recordings)
            form.Add(new ByteArrayContent(recording), field, "me.wav");
        return await _server.Client.PostAsync(route, form);
    }
}
