using Chatterbox.Server.Http.Errors;
using Microsoft.Net.Http.Headers;

namespace Chatterbox.Server.Operation;

/// <summary>Asks for a key where one is needed: as a bearer token, or as X-API-Key or xi-api-key.</summary>
internal sealed class ApiKeyMiddleware(RequestDelegate next, ApiKeys keys, ServerOptions options)
{
    private const string Bearer = "Bearer ";

    /// <summary>Runs the rest of the pipeline for those who may.</summary>
    /// <exception cref="ApiException">The key is missing or wrong.</exception>
    public Task InvokeAsync(HttpContext context)
    {
        if (!keys.Required || HttpMethods.IsOptions(context.Request.Method) || IsOpen(context))
            return next(context);
        string key = KeyOf(context.Request) ?? throw Refused("This server asks for an API key. Send it as 'Authorization: Bearer KEY'.");
        return keys.Accepts(key) ? next(context) : throw Refused("The API key is not one of this server's.");
    }

    private bool IsOpen(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<KeyNotNeeded>() is { } open && (!open.ListsOnly || options.PublicLists);

    private static string? KeyOf(HttpRequest request)
    {
        string authorization = request.Headers[HeaderNames.Authorization].ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return authorization[Bearer.Length..].Trim();
        return request.Headers["X-API-Key"].FirstOrDefault() ?? request.Headers["xi-api-key"].FirstOrDefault();
    }

    private static ApiException Refused(string message) => new(StatusCodes.Status401Unauthorized, ErrorCodes.InvalidApiKey, message);
}
