using System.Buffers.Binary;
using System.Net;
using System.Runtime.Versioning;
using System.Text.Json;
using Chatterbox.Tests.Audio;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Small recordings that say they are long, or become large when they are decoded. The heap of the server has no room for them.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class DecodingBombTests(SmallHeapServer fixture) : IClassFixture<SmallHeapServer>
{
    private static readonly string[] Routes = ["/voices", "/tts"];

    private ServeProcess Server => fixture.Server;

    [LinuxFact]
    public async Task A_header_that_claims_hours_is_not_believed()
    {
        byte[] wav = LibraryFolder.Wav(1);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(4), 0x7fffffff);
        BinaryPrimitives.WriteUInt32LittleEndian(wav.AsSpan(40), 0x7fffff00);
        foreach (string route in Routes)
            await AssertRefusedAsync(route, "no samples", wav[..44]);

        // A stream that was written to a file has such a header too: what is there is what counts.
        using HttpResponseMessage made = await Server.UploadAsync("stream", wav);
        JsonElement clip = (await made.JsonAsync()).GetProperty("clips")[0];
        Assert.Equal(1, clip.GetProperty("seconds").GetDouble(), 0.001);
        using HttpResponseMessage deleted = await Server.Client.DeleteAsync("/voices/stream");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        await AssertWellAsync();
    }

    [FfmpegTheory(needsLinux: true)]
    [InlineData("flac", "-t 2:00:00", "-ar 8000 -ac 1")]
    [InlineData("mp3", "-t 0:30:00", "-ar 8000 -ac 1 -b:a 8k")]
    [InlineData("ogg", "-t 0:05:00", "-ar 48000 -ac 1 -c:a libopus -b:a 6k -application voip -frame_duration 60")]
    public async Task A_small_file_of_much_silence_is_refused(string format, string length, string how)
    {
        byte[] recording = Silence.Make(format, length, how);
        Assert.InRange(recording.Length, 1, 2 << 20);
        foreach (string route in Routes)
            await AssertRefusedAsync(route, "too long", recording);
        await AssertWellAsync();
    }

    [FfmpegTheory(needsLinux: true)]
    [InlineData("-t 119", "-ar 8000 -ac 8", "s long together")]
    [InlineData("-t 11.9", "-ar 192000 -ac 8", "too long")]
    public async Task Ten_recordings_that_are_large_only_together_are_refused(string length, string how, string message)
    {
        byte[] recording = Silence.Make("flac", length, how);
        foreach (string route in Routes)
            await AssertRefusedAsync(route, message, [.. Enumerable.Repeat(recording, 10)]);
        await AssertWellAsync();
    }

    private async Task AssertRefusedAsync(string route, string message, params byte[][] recordings)
    {
        using MultipartFormDataContent form = Upload.Form("bomb", recordings);
        form.Add(new StringContent("Hello."), "text");
        using HttpResponseMessage refused = await Server.Client.PostAsync(route, form);
        Assert.Contains(message, await refused.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice"), StringComparison.Ordinal);
    }

    private async Task AssertWellAsync()
    {
        Assert.Empty(await Server.VoicesAsync());
        await fixture.AssertTidyAsync();
    }
}
