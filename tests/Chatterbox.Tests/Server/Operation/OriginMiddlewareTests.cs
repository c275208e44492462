using System.Net;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Operation;

[Collection(ServerTests.Name)]
public sealed class OriginMiddlewareTests
{
    private const string Page = "http://page.example";
    private const string Evil = "http://evil.example";

    [Fact]
    public async Task A_page_of_another_origin_changes_nothing()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.CorsOrigins = [Page]);
        (string? Origin, string? Site)[] foreign =
        [
            (Evil, null), (Evil, "cross-site"), (null, "cross-site"), ("null", null), ("null", "same-origin"), ($"{Page}.evil.example", "cross-site"),
            ($"{Page}, {Page}", null), ($"http://127.0.0.1:{server.Address.Port + 1}", "same-site"), ("chrome-extension://" + server.Address.Authority, null),
        ];
        foreach ((string? origin, string? site) in foreign)
        {
            foreach (string path in (string[])["/voices", "/upload_reference", "/tts", "/tts_to_audio"])
            {
                using HttpResponseMessage refused = await SendAsync(server, path, origin, site);
                await refused.ProblemAsync(HttpStatusCode.Forbidden, "foreign_origin");
            }

            foreach (string path in (string[])["/v1/audio/voices", "/v1/audio/speech"])
            {
                using HttpResponseMessage refused = await SendAsync(server, path, origin, site);
                await refused.EnvelopeAsync(HttpStatusCode.Forbidden, "foreign_origin");
            }
        }

        Assert.Equal(0, await CountAsync(server));
    }

    [Fact]
    public async Task Own_pages_allowed_ones_and_programs_may()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.CorsOrigins = [Page + "/"]);
        string own = server.Address.GetLeftPart(UriPartial.Authority);
        (string? Origin, string? Site)[] known =
        [
            (null, null), (own, "same-origin"), (own, null), (own.Replace("http:", "https:", StringComparison.Ordinal), null), (null, "same-origin"), (null, "none"),
            ("https://proxy.example", "same-origin"), (Page, "cross-site"),
        ];
        for (int i = 0; i < known.Length; i++)
        {
            using HttpResponseMessage made = await SendAsync(server, "/voices", known[i].Origin, known[i].Site, $"voice {i}");
            Assert.True(made.StatusCode == HttpStatusCode.Created, $"{known[i]}: {await made.Content.ReadAsStringAsync()}");
        }

        Assert.Equal(known.Length, await CountAsync(server));
    }

    [Fact]
    public async Task All_pages_may_where_the_operator_says_so()
    {
        await using TestServer server = await TestServer.StartAsync(options => options.CorsOrigins = ["*"]);
        foreach ((string? origin, string name) in ((string?, string)[])[(Evil, "one"), ("null", "two"), (null, "three")])
        {
            using HttpResponseMessage made = await SendAsync(server, "/voices", origin, "cross-site", name);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        }
    }

    [Theory]
    [InlineData(Page, Page)]
    [InlineData(Evil, null)]
    public async Task A_browser_that_asks_first_is_told_whether_its_page_may(string origin, string? granted)
    {
        await using TestServer server = await TestServer.StartAsync(options => options.CorsOrigins = [Page]);
        using var preflight = new HttpRequestMessage(HttpMethod.Options, "/tts");
        preflight.Headers.Add("Origin", origin);
        preflight.Headers.Add("Access-Control-Request-Method", "POST");
        preflight.Headers.Add("Access-Control-Request-Headers", "content-type");
        using HttpResponseMessage answer = await server.Client.SendAsync(preflight);
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(granted, answer.Header("Access-Control-Allow-Origin"));
        Assert.Equal(granted is null, answer.Header("Access-Control-Allow-Headers") is null);

        // Whatever the answer, reading is left to CORS.
        using var reading = new HttpRequestMessage(HttpMethod.Get, "/voices");
        reading.Headers.Add("Origin", origin);
        using HttpResponseMessage list = await server.Client.SendAsync(reading);
        Assert.Equal((HttpStatusCode.OK, granted), (list.StatusCode, list.Header("Access-Control-Allow-Origin")));
    }

    /// <summary>Sends a form that any page could send, with a recording that would become a voice.</summary>
    private static async Task<HttpResponseMessage> SendAsync(TestServer server, string path, string? origin, string? site, string name = "mine")
    {
        using var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { new ByteArrayContent(LibraryFolder.Wav(6)), "files", name + ".wav" } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        if (origin is not null)
            request.Headers.TryAddWithoutValidation("Origin", origin);
        if (site is not null)
            request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        return await server.Client.SendAsync(request);
    }

    private static async Task<int> CountAsync(TestServer server) => (await (await server.Client.GetAsync("/voices")).JsonAsync()).GetProperty("count").GetInt32();
}
