using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Operation;

namespace Chatterbox.Server.Http.OpenAi;

/// <summary>The models as OpenAI lists them. OpenAI's own names are known too, since clients are set to them, and mean the model that is loaded.</summary>
internal static class ModelEndpoints
{
    private static readonly string[] OpenAiNames = ["tts-1", "tts-1-hd", "gpt-4o-mini-tts"];
    private static readonly long Started = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", (SpeechEngine engine) => new ModelList("list", [.. Names(engine).Select(Model)])).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapGet("/v1/models/{id}", (string id, SpeechEngine engine) =>
            Names(engine).FirstOrDefault(name => string.Equals(name, id, StringComparison.OrdinalIgnoreCase)) is { } known
                ? Model(known)
                : throw new ApiException(StatusCodes.Status404NotFound, ErrorCodes.ModelNotFound, "There is no such model here. See /v1/models.", "model")).WithMetadata(new KeyNotNeeded(ListsOnly: true));
    }

    private static IEnumerable<string> Names(SpeechEngine engine) => [.. ModelNames.All(engine.State), .. OpenAiNames];

    private static ModelEntry Model(string name) => new(name, "model", Started, "chatterbox");
}
