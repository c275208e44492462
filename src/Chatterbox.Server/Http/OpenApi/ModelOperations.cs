using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.OpenAi;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The routes of ModelEndpoints.</summary>
internal static class ModelOperations
{
    private const string Model = """{ "id": "chatterbox-original", "object": "model", "created": 1767225600, "owned_by": "chatterbox" }""";

    /// <summary>The routes.</summary>
    public static IEnumerable<OperationDescription> All { get; } =
    [
        new("GET", "/v1/models", "listModels", "List the models, as OpenAI's API has it")
        {
            Text = "The model that is loaded, and OpenAI's names for it.",
            Answers = [AnswerDescription.Json<ModelList>(200, "The models.", $$"""{ "object": "list", "data": [{{Model}}] }""")],
        },
        new("GET", "/v1/models/{id}", "getModel", "Describe a model, as OpenAI's API has it")
        {
            Answers = [AnswerDescription.Json<ModelEntry>(200, "The model.", Model)],
            Errors = [ErrorCodes.ModelNotFound],
        },
    ];
}
