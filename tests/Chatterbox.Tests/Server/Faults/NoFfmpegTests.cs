using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A server on a machine without ffmpeg: what needs it is refused before any work, the rest is served.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class NoFfmpegTests : IDisposable
{
    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task What_needs_ffmpeg_is_told_so_and_the_rest_is_served()
    {
        await using ServeProcess server = await _folder.StartAsync(new ServeLimits { Alone = true });
        foreach (string route in (string[])["/tts", "/tts-stream"])
        {
            using HttpResponseMessage mp3 = await server.Client.PostAsJsonAsync(route, new { text = "Hello.", response_format = "mp3" });
            Assert.Contains("ffmpeg", await mp3.ProblemAsync(HttpStatusCode.NotImplemented, "encoding_unavailable"), StringComparison.Ordinal);
            using HttpResponseMessage fast = await server.Client.PostAsJsonAsync(route, new { text = "Hello.", response_format = "wav", speed = 2 });
            await fast.ProblemAsync(HttpStatusCode.NotImplemented, "encoding_unavailable");
        }

        using HttpResponseMessage standard = await server.Client.PostAsJsonAsync("/v1/audio/speech", new { model = "tts-1", input = "Hello.", voice = "alloy" });
        JsonElement error = await standard.EnvelopeAsync(HttpStatusCode.NotImplemented, "encoding_unavailable");
        Assert.Equal(("server_error", "response_format"), (error.GetProperty("type").GetString(), error.GetProperty("param").GetString()));
        using HttpResponseMessage flac = await server.UploadAsync("Linda", await File.ReadAllBytesAsync(Chatterbox.Tests.Audio.Speech.Path("made-here/lj001-48k-24bit.flac")));
        Assert.Contains("ffmpeg", await flac.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice"), StringComparison.Ordinal);

        using HttpResponseMessage wav = await server.Client.PostAsJsonAsync("/v1/audio/speech", new { input = "Hello.", response_format = "wav", max_tokens = 4 });
        Assert.True((await wav.AudioAsync()).Frames > 0);
    }
}
