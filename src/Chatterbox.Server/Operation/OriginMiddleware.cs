using Chatterbox.Server.Http.Errors;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace Chatterbox.Server.Operation;

/// <summary>
/// Keeps pages of other origins from changing anything here. Browsers send forms to other origins without asking first, and CORS
/// only hides the answer from the page. Programs send no origin and are left alone.
/// </summary>
internal sealed class OriginMiddleware(RequestDelegate next, IOptions<CorsOptions> cors)
{
    private const string Site = "Sec-Fetch-Site";

    private readonly CorsPolicy _allowed = cors.Value.GetPolicy(cors.Value.DefaultPolicyName)!;

    /// <summary>Whether requests of this method are for reading, which CORS guards.</summary>
    public static bool OnlyReads(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);

    /// <summary>Runs the rest of the pipeline for those who may.</summary>
    /// <exception cref="ApiException">The request comes from a page of another origin, which is not allowed.</exception>
    public Task InvokeAsync(HttpContext context) =>
        OnlyReads(context.Request.Method) || _allowed.AllowAnyOrigin || !IsForeign(context.Request)
            ? next(context)
            : throw new ApiException(StatusCodes.Status403Forbidden, ErrorCodes.ForeignOrigin,
                "Pages of other origins may not call this server. Its operator can let an origin in with --cors-origins.");

    private bool IsForeign(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString(), site = request.Headers[Site].ToString();
        return origin.Length == 0 ? site == "cross-site" : !_allowed.IsOriginAllowed(origin) && !IsOwn(origin, site, request.Host);
    }

    /// <summary>
    /// Whether an origin is this server's. The scheme is not compared, since TLS is the proxy's. A proxy may change the host too; then
    /// the browser's own word counts, which no page can forge.
    /// </summary>
    private static bool IsOwn(string origin, string site, HostString host) =>
        Uri.TryCreate(origin, UriKind.Absolute, out Uri? page)
        && (page.Scheme == Uri.UriSchemeHttp || page.Scheme == Uri.UriSchemeHttps)
        && (site == "same-origin" || string.Equals(page.Authority, host.Value, StringComparison.OrdinalIgnoreCase));
}
