using System.Net;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>A name of a voice never becomes a path, and never leads to another voice.</summary>
[Collection(ClientTests.Name)]
public sealed class HostileNameTests(ClientServer server)
{
    private static readonly string[] Names =
    [
        "nobody", "nobody.wav", "../x", "../../../../etc/passwd", "/etc/passwd", "..%2f..%2fetc%2fpasswd", "..\\..\\windows\\win.ini", "C:\\windows\\win.ini",
        ".", "..", "../Emily.wav", "./Emily", "Emily/01.wav", "Emily/../Emily", "Emily\0.wav", "file:///etc/passwd", new('x', 5000),
    ];

    private static readonly (string Path, string Field)[] Bodies =
    [
        ("/tts", "voice"), ("/tts", "predefined_voice_id"), ("/tts", "reference_audio_filename"), ("/tts", "voice_id"), ("/tts", "speaker"),
        ("/tts-stream", "reference_audio_filename"), ("/v1/audio/speech", "voice"), ("/audio/speech", "voice"), ("/tts_to_audio/", "speaker_wav"),
    ];

    private static readonly (string Path, string Field)[] Queries = [("/tts-stream", "predefined_voice_id"), ("/tts-stream", "reference_audio_filename"), ("/tts_stream", "speaker_wav")];

    public static TheoryData<string> AllNames => [.. Names];

    [FfmpegTheory]
    [MemberData(nameof(AllNames))]
    public async Task A_name_that_no_voice_has_is_not_found(string name)
    {
        foreach ((string path, string field) in Bodies)
            await AssertNotFoundAsync(path, field, await server.Server.PostAsync(path, new Dictionary<string, object?> { ["text"] = "Hello.", [field] = name }));
        foreach ((string path, string field) in Queries)
            await AssertNotFoundAsync(path, field, await server.Client.GetAsync($"{path}?text=Hello.&{field}={Uri.EscapeDataString(name)}"));
        await AssertNotFoundAsync("/v1/audio/speech", "voice.id", await server.Server.PostAsync("/v1/audio/speech", new { input = "Hello.", voice = new { id = name } }));
    }

    private async Task AssertNotFoundAsync(string path, string field, HttpResponseMessage answer)
    {
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest, $"{path} {field}: {(int)answer.StatusCode} {body}");
        foreach (string secret in (string[])[server.VoicesFolder, "/etc", "root:", "win.ini"])
            Assert.DoesNotContain(secret, body, StringComparison.OrdinalIgnoreCase);
    }
}
