using Chatterbox.Tests.Audio;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Operation;

[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed partial class RequestLogTests : IDisposable
{
    private const string Secret = "Nobody may read this.";

    private readonly ServeFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [FfmpegFact(needsLinux: true)]
    public async Task A_request_has_one_line_that_says_how_it_went_but_not_what_was_spoken()
    {
        await using ServeProcess server = await _folder.StartAsync();
        using HttpResponseMessage whole = await server.Client.PostAsJsonAsync("/tts", new { text = Secret, seed = 7, max_tokens = 8 });
        Match line = Spoken().Match(await LineAsync(server, whole));
        Assert.True(line.Success, server.Log);
        Assert.Equal(
            ("POST", "/tts", "200", "-", "built-in", "chatterbox-original", "1", "7", "Whole"),
            (Value("method"), Value("path"), Value("status"), Value("error"), Value("voice"), Value("model"), Value("pieces"), Value("seed"), Value("ended")));
        Assert.Equal(Secret.Length, Number("characters"));
        Assert.InRange(Number("tokens"), 1, 8);
        Assert.Equal(whole.Number("X-Audio-Duration"), Number("audio"), 0.006);
        Assert.InRange(Number("queue"), 0, Number("first"));
        Assert.InRange(Number("first"), 0.001, Number("time") / 1000 + 0.006);

        using HttpResponseMessage refused = await server.Client.PostAsJsonAsync("/v1/audio/speech", new { input = Secret, voice = "nobody" });
        Assert.Contains("POST /v1/audio/speech 404 ", await LineAsync(server, refused), StringComparison.Ordinal);
        Assert.Contains(" error=voice_not_found -", await LineAsync(server, refused), StringComparison.Ordinal);
        using HttpResponseMessage query = await server.Client.GetAsync($"/tts-stream?text={Uri.EscapeDataString(Secret)}&max_tokens=4");
        Assert.Contains("GET /tts-stream 200 ", await LineAsync(server, query), StringComparison.Ordinal);
        Assert.DoesNotContain("Nobody", server.Log, StringComparison.OrdinalIgnoreCase);

        string Value(string name) => line.Groups[name].Value;
        double Number(string name) => double.Parse(Value(name), CultureInfo.InvariantCulture);
    }

    [LinuxFact]
    public async Task Texts_are_in_the_log_where_the_operator_wants_them_and_make_no_lines_of_their_own()
    {
        await using ServeProcess server = await _folder.StartAsync("--log-texts");
        using HttpResponseMessage answer = await server.Client.PostAsJsonAsync("/tts", new { text = "One.\n12:00:00.000 INF Two.", max_tokens = 4 });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.EndsWith(" text=\"One.\u00B712:00:00.000 INF Two.\"", await LineAsync(server, answer), StringComparison.Ordinal);
    }

    /// <summary>The one line with the id of an answer, which is written when the answer is complete.</summary>
    private static async Task<string> LineAsync(ServeProcess server, HttpResponseMessage answer)
    {
        string id = $" id={answer.Header("X-Request-Id")} ";
        Assert.Equal(" id=".Length + 32 + 1, id.Length);
        await Poll.UntilAsync(() => server.Log.Contains(id, StringComparison.Ordinal));
        return Assert.Single(server.Log.Split('\n'), line => line.Contains(id, StringComparison.Ordinal));
    }

    [GeneratedRegex(
        @" INF (?<method>\w+) (?<path>\S+) (?<status>\d+) id=\w+ (?<time>\d+)ms error=(?<error>\S+) voice=(?<voice>\S+) model=(?<model>\S+) characters=(?<characters>\d+) "
        + @"pieces=(?<pieces>\d+) tokens=(?<tokens>\d+) audio=(?<audio>[\d.]+)s queue=(?<queue>[\d.]+)s first=(?<first>[\d.]+)s seed=(?<seed>\d+) ended=(?<ended>\w+)$")]
    private static partial Regex Spoken();
}
