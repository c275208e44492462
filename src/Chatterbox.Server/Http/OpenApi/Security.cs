using Microsoft.OpenApi;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The ways to send a key; see ApiKeyMiddleware.</summary>
internal static class Security
{
    /// <summary>As a bearer token.</summary>
    public const string Bearer = "Bearer";

    /// <summary>In a header of its own.</summary>
    public const string Header = "ApiKey";

    /// <summary>The schemes by name.</summary>
    public static IEnumerable<KeyValuePair<string, OpenApiSecurityScheme>> Schemes { get; } =
    [
        new(Bearer, new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "The key, as OpenAI's clients send it." }),
        new(Header, new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-API-Key", Description = "The key in a header of its own. xi-api-key works too." }),
    ];
}
