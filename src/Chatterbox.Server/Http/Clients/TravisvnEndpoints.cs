using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Speech;
using Chatterbox.Server.Operation;
using Chatterbox.Text;

namespace Chatterbox.Server.Http.Clients;

/// <summary>What clients of travisvn/chatterbox-tts-api call beside /tts and /voices.</summary>
internal static class TravisvnEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/audio/speech", SpeechEndpoints.OpenAiAsync);
        routes.MapGet("/languages", ListLanguages).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapGet("/ping", () => new PingBody("ok", "The server is running.")).WithMetadata(new KeyNotNeeded(ListsOnly: false));
        routes.MapGet("/health", Health).WithMetadata(new KeyNotNeeded(ListsOnly: false));
    }

    private static LanguageList ListLanguages(SpeechEngine engine)
    {
        ModelFamily? family = engine.State.Profile?.Family;
        IReadOnlyList<Language> languages = SpokenLanguages.Of(family);
        return new LanguageList(languages, languages.Count, family?.ToString().ToLowerInvariant());
    }

    private static IResult Health(SpeechEngine engine)
    {
        EngineState state = engine.State;
        return Results.Json(ServiceHealth.Of(state), statusCode: state.TakesRequests ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
