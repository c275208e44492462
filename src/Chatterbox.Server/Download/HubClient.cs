using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using Chatterbox.Server.Commands;

namespace Chatterbox.Server.Download;

/// <summary>
/// Asks a server for files. It follows a few redirects, never from https to http, and shows the token to the server's own
/// host only: Hugging Face redirects to stores of others.
/// </summary>
internal sealed class HubClient : IDisposable
{
    private const int MaxRedirects = 5;
    private const int MaxTokenLength = 1024;

    private readonly HubEndpoint _endpoint;
    private readonly string? _token;
    private readonly HttpClient _http;

    /// <summary>A client of <paramref name="endpoint"/>.</summary>
    /// <param name="endpoint">The server.</param>
    /// <param name="token">The user's token, or null. No message shows it.</param>
    /// <param name="handler">What carries the requests, such as <see cref="CreateHandler"/>; it must not follow redirects.</param>
    /// <param name="settings">How patient it is.</param>
    /// <exception cref="UsageException">This is no token.</exception>
    public HubClient(HubEndpoint endpoint, string? token, HttpMessageHandler handler, DownloadSettings settings)
    {
        if (token is not null && (token.Length is 0 or > MaxTokenLength || !token.All(c => c is > ' ' and <= '~')))
            throw new UsageException("The token holds something else than visible ASCII characters. Copy it again from the page that shows it.");
        _endpoint = endpoint;
        _token = token;
        Settings = settings;
        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("chatterbox-server", typeof(HubClient).Assembly.GetName().Version!.ToString(3)));
        // A packed answer would have another size and another hash.
        _http.DefaultRequestHeaders.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
    }

    /// <summary>How patient it is.</summary>
    public DownloadSettings Settings { get; }

    /// <summary>The server's name.</summary>
    public string Host => _endpoint.Host;

    /// <summary>The usual handler, with the proxy that the environment or the system names.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>
    /// Asks for a file from byte <paramref name="from"/> on, if the file is still that of <paramref name="tag"/>.
    /// The answer has one of the states 200, 206 and 416; its body is not read yet.
    /// </summary>
    /// <exception cref="TransferException">There is no answer, or one that may be better next time.</exception>
    /// <exception cref="DownloadException">The server refuses.</exception>
    public async Task<HttpResponseMessage> OpenAsync(HubFile file, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        Uri address = _endpoint.Address(file);
        for (int redirects = 0; ; redirects++)
        {
            HttpResponseMessage response = await SendAsync(address, from, tag, cancellation);
            if (response.StatusCode is HttpStatusCode.OK or HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable)
                return response;
            using (response)
            {
                if (!IsRedirect(response.StatusCode))
                    throw Refusal(file, address, response);
                if (redirects == MaxRedirects)
                    throw new DownloadException($"{Host} redirects more than {MaxRedirects} times for {file.Name}. Check --endpoint.");
                address = Target(address, response.Headers.Location);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(Uri address, long from, EntityTagHeaderValue? tag, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, address);
        if (_token is not null && _endpoint.Owns(address))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
            request.Headers.IfRange = tag is null ? null : new RangeConditionHeaderValue(tag);
        }
        try
        {
            using StallTimer timer = new(Settings.StallLimit, cancellation);
            return await timer.RunAsync(stop => _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop));
        }
        catch (HttpRequestException error) when (error.InnerException is AuthenticationException)
        {
            throw new DownloadException($"{address.Authority} does not prove who it is: {error.InnerException.Message} Check the clock and the system's certificates.", error);
        }
        catch (HttpRequestException error)
        {
            throw new TransferException($"{address.Authority} could not be reached ({error.Message.TrimEnd('.')})", inner: error);
        }
    }

    private static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently
        or HttpStatusCode.Found
        or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect
        or HttpStatusCode.PermanentRedirect;

    private static Uri Target(Uri from, Uri? location)
    {
        if (location is null || !Uri.TryCreate(from, location, out Uri? target)
            || target.UserInfo.Length > 0 || (target.Scheme != Uri.UriSchemeHttps && target.Scheme != Uri.UriSchemeHttp))
        {
            throw new DownloadException($"{from.Authority} redirects to something that is no address of a server. Check --endpoint.");
        }
        return from.Scheme == Uri.UriSchemeHttp || target.Scheme == Uri.UriSchemeHttps
            ? target
            : throw new DownloadException($"{from.Authority} redirects from https to http at {target.Authority}, where nothing protects the files. Check --endpoint.");
    }

    private Exception Refusal(HubFile file, Uri address, HttpResponseMessage response)
    {
        int status = (int)response.StatusCode;
        if (status is 408 or 429 or >= 500)
            return new TransferException($"{address.Authority} answers {status}", RetryAfter(response.Headers.RetryAfter));
        // Links into a store are good for a while only; the next attempt gets a new one.
        if (!_endpoint.Owns(address))
            return new TransferException($"{address.Authority}, to which {Host} redirects, answers {status}");
        return new DownloadException((status, ErrorCode(response)) switch
        {
            (401 or 403, "GatedRepo") => $"{file.Repository} is gated ({status}): accept its terms at {_endpoint.Page(file.Repository)} and pass a token of that account in HF_TOKEN.",
            (401, _) when _token is null => $"{Host} gives {file.Repository} to nobody without a token, or has no such repository (401). Make a token at {_endpoint.Page("settings/tokens")} and pass it in HF_TOKEN, or check --endpoint.",
            (401, _) => $"{Host} does not accept the token (401). Make a new one at {_endpoint.Page("settings/tokens")}, or leave it out if the repository is open.",
            (403, _) => $"{Host} denies {file.Repository} (403). Accept its terms at {_endpoint.Page(file.Repository)}, and pass a token of that account, which may read it, in HF_TOKEN.",
            (404, "RevisionNotFound") => $"{file.Repository} has no revision '{file.Revision}' at {Host} (404). Check --revision.",
            (404, _) => $"{Host} has no file {file.Name} in revision '{file.Revision}' of {file.Repository} (404). Check --revision and --endpoint.",
            _ => $"{Host} answers {status} for {file.Name} of {file.Repository}. Check --endpoint.",
        });
    }

    /// <summary>Hugging Face's word for what is wrong.</summary>
    private static string? ErrorCode(HttpResponseMessage response) =>
        response.Headers.TryGetValues("X-Error-Code", out IEnumerable<string>? codes) ? codes.FirstOrDefault() : null;

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? header) => header?.Delta ?? header?.Date - DateTimeOffset.UtcNow;
}
