using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Operation;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>
/// Completes each route: with what the <see cref="OperationTable"/> says of it, its errors and its keys.
/// </summary>
internal sealed class OperationFilter(OperationTable table) : IOperationFilter
{
    /// <inheritdoc/>
    public void Apply(OpenApiOperation operation, OperationFilterContext context)
    {
        string method = context.ApiDescription.HttpMethod ?? HttpMethods.Get;
        string path = OperationTable.PathOf(context.ApiDescription.RelativePath ?? "");
        KeyNotNeeded? open = context.ApiDescription.ActionDescriptor.EndpointMetadata.OfType<KeyNotNeeded>().LastOrDefault();
        OperationDescription description = table.Find(method, path) ?? throw new InvalidOperationException($"{method} {path} has no description; this is a bug.");
        Describe(operation, description, context);
        foreach (OpenApiParameter parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
            parameter.Description ??= PathParameters.Of(parameter.Name ?? "");
        List<string> own = open is { ListsOnly: false } ? [] : [ErrorCodes.InvalidApiKey];
        if (!OriginMiddleware.OnlyReads(method))
            own.Add(ErrorCodes.ForeignOrigin);
        Errors(operation, [.. description.Errors, .. ErrorDescription.OfEveryRoute, .. own], path, context);
        operation.Security = Keys(open, context.Document);
    }

    private static void Describe(OpenApiOperation operation, OperationDescription description, OperationFilterContext context)
    {
        operation.OperationId = description.Id;
        operation.Summary = description.Summary;
        operation.Description = description.Text;
        operation.RequestBody = description.Body is { } body ? Bodies.Of(body) : null;
        operation.Parameters =
        [
            .. (operation.Parameters ?? []).Where(parameter => parameter.In == ParameterLocation.Path),
            .. description.Query.Where(field => !field.IsFile).Select(QueryParameter),
        ];
        operation.Responses = [];
        foreach (AnswerDescription answer in description.Answers)
            operation.Responses[Answers.Key(answer.Status)] = Answers.Of(answer, context);
    }

    private static OpenApiParameter QueryParameter(FieldDescription field) => new()
    {
        Name = field.Name,
        In = ParameterLocation.Query,
        Description = field.Text,
        Required = field.Required,
        Schema = field.Schema(isJson: false),
    };

    /// <summary>The errors by their status. A status that the route answers by itself stays as it is.</summary>
    private static void Errors(OpenApiOperation operation, IReadOnlyList<string> codes, string path, OperationFilterContext context)
    {
        operation.Responses ??= [];
        foreach (IGrouping<int, ErrorDescription> errors in ErrorDescription.ByStatus(codes))
            operation.Responses.TryAdd(Answers.Key(errors.Key), Answers.Of(errors, path, context));
    }

    /// <summary>A list that the operator may have opened can go without a key.</summary>
    private static List<OpenApiSecurityRequirement> Keys(KeyNotNeeded? open, OpenApiDocument document) => open switch
    {
        { ListsOnly: false } => [],
        { ListsOnly: true } => [Key(Security.Bearer, document), Key(Security.Header, document), []],
        null => [Key(Security.Bearer, document), Key(Security.Header, document)],
    };

    private static OpenApiSecurityRequirement Key(string scheme, OpenApiDocument document) => new() { [new OpenApiSecuritySchemeReference(scheme, document)] = [] };
}
