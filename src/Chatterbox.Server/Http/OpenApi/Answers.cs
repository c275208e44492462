using System.Globalization;
using System.Net.Mime;
using System.Text.Json.Nodes;
using Chatterbox.Server.Http.Errors;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>Answers as the document has them.</summary>
internal static class Answers
{
    private const string RetryAfter = "Retry-After";

    /// <summary>A status as the document's key.</summary>
    public static string Key(int status) => status.ToString(CultureInfo.InvariantCulture);

    /// <summary>An answer when all goes well.</summary>
    public static OpenApiResponse Of(AnswerDescription answer, OperationFilterContext context) => new()
    {
        Description = answer.Text,
        Headers = Headers(answer.Headers),
        Content = answer.Contents.Count == 0 ? null : answer.Contents.ToDictionary(content => content.MediaType, content => (IOpenApiMediaType)Content(content, context)),
    };

    /// <summary>The errors of one status, with an example of each: OpenAI's envelope or problem details, by the path.</summary>
    public static OpenApiResponse Of(IGrouping<int, ErrorDescription> errors, string path, OperationFilterContext context)
    {
        bool isOpenAi = ErrorWriter.IsOpenAi(path);
        return new OpenApiResponse
        {
            Description = string.Join(" ", errors.Select(error => $"`{error.Code}`: {error.Text}")),
            Headers = Headers(errors.Key is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable ? [RetryAfter] : []),
            Content = new Dictionary<string, IOpenApiMediaType>
            {
                [isOpenAi ? MediaTypeNames.Application.Json : MediaTypeNames.Application.ProblemJson] = new OpenApiMediaType
                {
                    Schema = context.SchemaGenerator.GenerateSchema(isOpenAi ? typeof(ErrorEnvelope) : typeof(ProblemBody), context.SchemaRepository),
                    Examples = errors.ToDictionary(error => error.Code, error => (IOpenApiExample)Example(error, isOpenAi)),
                },
            },
        };
    }

    private static OpenApiExample Example(ErrorDescription error, bool isOpenAi) => new()
    {
        Value = JsonNode.Parse(ErrorWriter.Text(new ApiException(error.Status, error.Code, error.Text, error.Field), isOpenAi, "0123456789abcdef0123456789abcdef")),
    };

    private static OpenApiMediaType Content(ContentDescription content, OperationFilterContext context) => content switch
    {
        { Body: { } body } => new OpenApiMediaType
        {
            Schema = context.SchemaGenerator.GenerateSchema(body, context.SchemaRepository),
            Example = content.Example is { } json ? JsonNode.Parse(json) : null,
        },
        { Example: { } text } => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String }, Example = text },
        _ => new OpenApiMediaType { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
    };

    private static Dictionary<string, IOpenApiHeader> Headers(IEnumerable<string> names) =>
        names.Append(HeaderNames.RequestId).ToDictionary(name => name, name => (IOpenApiHeader)HeaderDescription.All[name].ToHeader());
}
