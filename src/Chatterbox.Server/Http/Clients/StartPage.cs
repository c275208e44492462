using System.Net;

namespace Chatterbox.Server.Http.Clients;

/// <summary>The page at the root, which also tells clients that probe it that the server is there. It loads nothing from anywhere.</summary>
internal static class StartPage
{
    /// <summary>What the page may do: show itself.</summary>
    public const string Policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>The page.</summary>
    /// <param name="model">What the model is called.</param>
    /// <param name="status">How the engine is.</param>
    public static string Html(string model, string status) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Chatterbox Server</title>
        <style>
        body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color: #222; background: #fff; }
        code { background: #eee; padding: 0 .25rem; }
        @media (prefers-color-scheme: dark) { body { color: #ddd; background: #181818; } code { background: #333; } a { color: #8bf; } }
        </style>
        </head>
        <body>
        <h1>Chatterbox Server</h1>
        <p>Speech from text. Model: {{WebUtility.HtmlEncode(model)}}, {{WebUtility.HtmlEncode(status)}}.</p>
        <ul>
        <li><a href="/swagger">All routes, to read and to try</a></li>
        <li><a href="/health/ready">Whether requests are taken</a></li>
        <li><a href="/v1/audio/voices">Voices</a> and <a href="/v1/models">models</a></li>
        <li>Documentation: <code>README.md</code> and <code>docs/api.md</code>, which come with the program</li>
        </ul>
        </body>
        </html>
        """;
}
