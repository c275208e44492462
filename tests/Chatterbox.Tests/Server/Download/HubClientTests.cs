using System.Net;
using System.Security.Authentication;
using Chatterbox.Server.Commands;
using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

public sealed class HubClientTests : IDisposable
{
    private const string Token = "hf_SecretOfMine";

    private static readonly HubFile Source = new("owner/name", "main", "model.bin");

    private readonly TestDownload _download = new();

    public void Dispose() => _download.Dispose();

    [Fact]
    public async Task The_token_goes_to_the_endpoint_and_not_to_where_it_redirects()
    {
        await using HubServer store = new(request => HubReply.File(request, TestDownload.Content));
        await using HubServer hub = new(_ => HubReply.Redirect($"{store.Address}/blob?signature=1"));
        await FetchAsync(hub);
        Assert.Equal($"Bearer {Token}", Assert.Single(hub.Requests)["Authorization"]);
        HubRequest redirected = Assert.Single(store.Requests);
        Assert.Equal(("/blob?signature=1", null), (redirected.Target, redirected["Authorization"]));
        Assert.DoesNotContain(redirected.Headers, header => header.Value.Contains(Token, StringComparison.Ordinal));
        Assert.Equal(TestDownload.Content, File.ReadAllBytes(_download.Path("model.bin")));
    }

    [Fact]
    public async Task The_token_does_not_come_back_from_a_store_to_another_port_of_the_host()
    {
        StubHandler handler = new(request => request.RequestUri!.AbsoluteUri switch
        {
            "https://hub.test/owner/name/resolve/main/model.bin" => StubHandler.Redirect("https://hub.test:8443/x"),
            "https://hub.test:8443/x" => StubHandler.Redirect("https://sub.hub.test/x"),
            "https://sub.hub.test/x" => StubHandler.Redirect("https://hub.test:443/x"),
            _ => new HttpResponseMessage(HttpStatusCode.OK),
        });
        using HttpResponseMessage response = await OpenAsync("https://hub.test", handler);
        Assert.Equal([$"Bearer {Token}", null, null, $"Bearer {Token}"], handler.Requests.Select(request => request.Token));
    }

    [Fact]
    public async Task A_redirect_within_the_endpoint_keeps_the_token_and_the_range()
    {
        _download.Write("model.bin.part", TestDownload.Content[..1000]);
        await using HubServer hub = new(_ => HubReply.Redirect("/api/cache/model.bin", 307), request => HubReply.File(request, TestDownload.Content));
        await FetchAsync(hub);
        Assert.Equal([("/owner/name/resolve/c0ffee/model.bin", "bytes=1000-"), ("/api/cache/model.bin", "bytes=1000-")], hub.Requests.Select(request => (request.Target, request["Range"]!)));
        Assert.All(hub.Requests, request => Assert.Equal($"Bearer {Token}", request["Authorization"]));
    }

    [Fact]
    public async Task Five_redirects_are_followed()
    {
        Func<HubRequest, HubReply> again = _ => HubReply.Redirect("/again", 308);
        await using HubServer hub = new(again, again, again, again, again, request => HubReply.File(request, TestDownload.Content));
        await FetchAsync(hub);
        Assert.Equal(6, hub.Requests.Length);
    }

    [Fact]
    public async Task A_circle_of_redirects_ends()
    {
        await using HubServer hub = new(request => HubReply.Redirect(request.Target));
        await AssertFails(hub, "redirects more than 5 times for model.bin");
        Assert.Equal(6, hub.Requests.Length);
    }

    [Theory]
    [InlineData("http://hub.test/x", "redirects from https to http at hub.test")]
    [InlineData("http://store.test/x", "redirects from https to http at store.test")]
    [InlineData("ftp://store.test/x", "no address of a server")]
    [InlineData("file:///etc/passwd", "no address of a server")]
    [InlineData("https://user:word@store.test/x", "no address of a server")]
    [InlineData("https://", "no address of a server")]
    [InlineData("", "no address of a server")]
    public async Task A_redirect_to_where_nothing_is_safe_is_refused(string location, string message)
    {
        StubHandler handler = new(_ => StubHandler.Redirect(location));
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => OpenAsync("https://hub.test", handler));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Single(handler.Requests);
    }

    [Fact]
    public async Task A_redirect_from_http_to_https_stays_there()
    {
        StubHandler handler = new(request => StubHandler.Redirect(request.RequestUri!.Scheme == "http" ? "https://store.test/x" : "http://hub.test/x"));
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => OpenAsync("http://hub.test", handler));
        Assert.Contains("store.test redirects from https to http at hub.test", error.Message, StringComparison.Ordinal);
        Assert.Equal(["http://hub.test/owner/name/resolve/main/model.bin", "https://store.test/x"], handler.Requests.Select(request => request.Address));
    }

    [Theory]
    [InlineData(401, null, null, "gives owner/name to nobody without a token", "settings/tokens", "HF_TOKEN")]
    [InlineData(401, Token, null, "does not accept the token (401)", "settings/tokens")]
    [InlineData(401, null, "GatedRepo", "owner/name is gated (401): accept its terms at http://127.0.0.1", "/owner/name and pass a token", "HF_TOKEN")]
    [InlineData(403, Token, "GatedRepo", "owner/name is gated (403)", "HF_TOKEN")]
    [InlineData(403, Token, null, "denies owner/name (403)", "Accept its terms", "HF_TOKEN")]
    [InlineData(404, null, "RevisionNotFound", "owner/name has no revision 'c0ffee'", "--revision")]
    [InlineData(404, null, "EntryNotFound", "has no file model.bin in revision 'c0ffee' of owner/name", "--revision and --endpoint")]
    [InlineData(404, null, null, "has no file model.bin")]
    [InlineData(418, null, null, "answers 418 for model.bin")]
    [InlineData(304, null, null, "answers 304 for model.bin")]
    public async Task A_refusal_says_what_to_do(int status, string? token, string? code, params string[] parts)
    {
        await using HubServer hub = new(_ => new HubReply { Status = status, Headers = code is null ? [] : [("X-Error-Code", code)] });
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(hub, token));
        Assert.All(parts, part => Assert.Contains(part, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain(Token, error.ToString(), StringComparison.Ordinal);
        Assert.Single(hub.Requests);
        Assert.Empty(_download.Names);
    }

    [Fact]
    public async Task A_link_into_a_store_that_is_no_longer_good_is_asked_for_again()
    {
        await using HubServer store = new(_ => new HubReply { Status = 403 }, request => HubReply.File(request, TestDownload.Content));
        await using HubServer hub = new(_ => HubReply.Redirect($"{store.Address}/first"), _ => HubReply.Redirect($"{store.Address}/second"));
        await FetchAsync(hub);
        Assert.Equal(["/first", "/second"], store.Requests.Select(request => request.Target));
        Assert.Contains($"{store.Host}, to which {hub.Host} redirects, answers 403", Assert.Single(_download.Observer.Warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("line\nfeed")]
    [InlineData("sm\u00f8rrebr\u00f8d")]
    public void What_is_no_token_is_refused_without_showing_it(string token)
    {
        using StubHandler handler = new(_ => new HttpResponseMessage());
        UsageException error = Assert.Throws<UsageException>(() => new HubClient(HubEndpoint.Parse("https://hub.test"), token, handler, new DownloadSettings()));
        Assert.Contains("The token holds something else", error.Message, StringComparison.Ordinal);
        if (token.Length > 0)
            Assert.DoesNotContain(token, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_does_not_prove_who_it_is_is_not_asked_again()
    {
        StubHandler handler = new(_ => throw new HttpRequestException("The connection failed.", new AuthenticationException("The certificate is invalid.")));
        DownloadException error = await Assert.ThrowsAsync<DownloadException>(() => OpenAsync("https://hub.test", handler));
        Assert.Contains("hub.test does not prove who it is: The certificate is invalid.", error.Message, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> OpenAsync(string endpoint, StubHandler handler)
    {
        using HubClient client = new(HubEndpoint.Parse(endpoint), Token, handler, new DownloadSettings());
        return await client.OpenAsync(Source, 0, null, CancellationToken.None);
    }

    private Task FetchAsync(HubServer hub, string? token = Token) => _download.FetchAsync(hub.Address, token, false, CancellationToken.None, TestDownload.File);

    private async Task AssertFails(HubServer hub, string part) =>
        Assert.Contains(part, (await Assert.ThrowsAsync<DownloadException>(() => FetchAsync(hub))).Message, StringComparison.Ordinal);
}
