using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Models;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The routes of LoadedModelEndpoints.</summary>
internal static class LoadedModelOperations
{
    private const string Loaded = """{ "model": "chatterbox-turbo", "family": "turbo", "status": "ready" }""";

    private static readonly FieldDescription Model = new("model", FieldKind.Text, "A name of GET /models.") { Low = 1, Required = true };

    /// <summary>The routes.</summary>
    public static IEnumerable<OperationDescription> All { get; } =
    [
        new("GET", "/models", "listLoadableModels", "List the models that can be loaded")
        {
            Text = "The one that the server was started with and, with `--models-dir`, the folders in there.",
            Answers = [AnswerDescription.Json<ShelfBody>(200, "Their names.", $$"""{ "models": ["chatterbox-nano", "chatterbox-turbo"], "loaded": {{Loaded}} }""")],
        },
        new("GET", "/models/loaded", "getLoadedModel", "Tell which model speaks")
        {
            Answers = [AnswerDescription.Json<LoadedModelBody>(200, "The model.", Loaded)],
        },
        new("PUT", "/models/loaded", "loadModel", "Load another model")
        {
            Text = "Requests at hand are finished first, new ones are answered 503 until it is loaded. If it cannot be, the one before is loaded again.",
            Body = new([Model], """{ "model": "chatterbox-turbo" }""", TakesForms: false),
            Answers = [AnswerDescription.Json<LoadedModelBody>(200, "It is loaded.", Loaded)],
            Errors =
            [
                ErrorCodes.InvalidBody, ErrorCodes.InvalidValue, ErrorCodes.MissingField, ErrorCodes.ModelsClosed, ErrorCodes.ModelNotFound, ErrorCodes.BodyTooLarge,
                ErrorCodes.UnsupportedMediaType, ErrorCodes.ModelUnavailable,
            ],
        },
        new("DELETE", "/models/loaded", "unloadModel", "Give the model's memory back")
        {
            Text = "Requests at hand are finished first; the next one loads it again.",
            Answers = [new AnswerDescription(204, "It is unloaded.")],
            Errors = [ErrorCodes.ModelsClosed],
        },
    ];
}
