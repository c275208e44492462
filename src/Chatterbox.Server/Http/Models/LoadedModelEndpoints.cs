using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Speech;

namespace Chatterbox.Server.Http.Models;

/// <summary>
/// Which model speaks, for operators. Changes are PUT and DELETE, which no page of another origin can send, and only where the operator
/// named a folder of models.
/// </summary>
internal static class LoadedModelEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/models", (ModelShelf shelf, SpeechEngine engine) => new ShelfBody(shelf.Names, LoadedModelBody.Of(engine.State)));
        routes.MapGet("/models/loaded", (SpeechEngine engine) => LoadedModelBody.Of(engine.State));
        routes.MapPut("/models/loaded", LoadAsync);
        routes.MapDelete("/models/loaded", UnloadAsync);
    }

    private static async Task<LoadedModelBody> LoadAsync(HttpContext context, ModelShelf shelf, SpeechEngine engine)
    {
        RequireOpen(shelf);
        string name = (await RequestBody.ReadJsonAsync(context)).RequiredText("model");
        ModelSource source = shelf.Find(name)
            ?? throw new ApiException(StatusCodes.Status404NotFound, ErrorCodes.ModelNotFound, "There is no such model here. See /models.", "model");
        try
        {
            await engine.LoadAsync(source);
        }
        catch (EngineUnavailableException)
        {
            // Why may tell paths, which are the operator's.
            throw new ApiException(StatusCodes.Status503ServiceUnavailable, ErrorCodes.ModelUnavailable,
                "The model could not be loaded; the one before speaks again. The operator finds the reason in the server's log.", "model");
        }

        return LoadedModelBody.Of(engine.State);
    }

    private static async Task<IResult> UnloadAsync(ModelShelf shelf, SpeechEngine engine)
    {
        RequireOpen(shelf);
        await engine.UnloadAsync();
        return Results.NoContent();
    }

    private static void RequireOpen(ModelShelf shelf)
    {
        if (!shelf.IsOpen)
            throw new ApiException(StatusCodes.Status403Forbidden, ErrorCodes.ModelsClosed, "Models are not to be changed here: the server was started without --models-dir.");
    }
}
