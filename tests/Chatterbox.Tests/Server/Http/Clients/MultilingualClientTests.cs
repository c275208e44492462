using System.Net;
using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Pipeline;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>Languages as clients name them, with a model that speaks them.</summary>
[Collection(ClientTests.Name)]
public sealed class MultilingualClientTests : IAsyncLifetime
{
    private TestServer? _server;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync(caseName: "multilingual-tiny-fr");

    public async Task DisposeAsync() => await _server!.DisposeAsync();

    [Fact]
    public async Task All_languages_are_listed_and_a_region_does_not_matter()
    {
        JsonElement list = await Answer.JsonAsync(await _server!.Client.GetAsync("/languages"));
        Assert.Equal(23, list.GetProperty("count").GetInt32());
        Assert.Contains(list.GetProperty("languages").EnumerateArray(), language => language.GetProperty("code").GetString() == "zh");
        JsonElement model = await Answer.JsonAsync(await _server.Client.GetAsync("/api/model-info"));
        Assert.Equal("multilingual", model.GetProperty("type").GetString());
        Assert.True(model.GetProperty("supports_multilingual").GetBoolean());
        Assert.Equal("French", model.GetProperty("supported_languages").GetProperty("fr").GetString());

        // This checkpoint has no voice of its own.
        using var form = new MultipartFormDataContent();
        form.Add(new ByteArrayContent(await File.ReadAllBytesAsync(Audio.Speech.Path("other/BAC009S0764W0121.wav"))), "files", "li.wav");
        Assert.Equal(HttpStatusCode.OK, (await _server.Client.PostAsync("/upload_reference", form)).StatusCode);
        const string query = "text=%E4%BD%A0%E5%A5%BD&seed=-1&cfg_weight=0&max_tokens=10";
        using HttpResponseMessage stream = await _server.Client.GetAsync($"/tts-stream?{query}&voice_mode=clone&reference_audio_filename=li.wav&language=zh-cn&output_format=wav");
        AssertShort(await Answer.AudioAsync(stream, "audio/wav"));
        Assert.False(stream.Headers.Contains("X-Ignored-Parameters"));
        using HttpResponseMessage xtts = await _server.Client.GetAsync($"/tts_stream?{query}&speaker_wav=li&language=zh-cn");
        AssertShort(await Answer.AudioAsync(xtts, "audio/wav"));
        using HttpResponseMessage unknown = await _server.Client.GetAsync($"/tts_stream?{query}&speaker_wav=li&language=xx");
        Assert.Equal("language", (await Answer.JsonAsync(unknown, HttpStatusCode.BadRequest, "application/problem+json")).GetProperty("field").GetString());
    }

    private static void AssertShort(AudioClip clip) => Assert.InRange(clip.Frames, AudioFormat.SamplesPerToken, ClientServer.MaxTokens * AudioFormat.SamplesPerToken);
}
