using System.Net.Mime;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>Bodies of requests as the document has them.</summary>
internal static class Bodies
{
    /// <summary>A body as JSON, as a form, or as either.</summary>
    public static OpenApiRequestBody Of(BodyDescription body)
    {
        Dictionary<string, IOpenApiMediaType> content = [];
        if (body.Example is { } example)
            content[MediaTypeNames.Application.Json] = new OpenApiMediaType { Schema = Schema(JsonFields(body.Fields), isJson: true), Example = JsonNode.Parse(example) };
        if (body.TakesForms)
            content[MediaTypeNames.Multipart.FormData] = new OpenApiMediaType { Schema = Schema(FormFields(body.Fields), isJson: false) };
        return new OpenApiRequestBody { Required = true, Content = content };
    }

    private static IEnumerable<FieldDescription> JsonFields(IReadOnlyList<FieldDescription> fields) => fields.Where(field => !field.IsFile);

    /// <summary>In a form a file takes the place of a text of the same name.</summary>
    private static IEnumerable<FieldDescription> FormFields(IReadOnlyList<FieldDescription> fields) =>
        fields.Where(field => field.IsFile || !fields.Any(other => other.IsFile && other.Name == field.Name));

    /// <summary>
    /// Swagger UI sends all fields of a form, and fills those without a default or an example with values of its own, such as the
    /// greatest number. Left empty they count as absent.
    /// </summary>
    private static OpenApiSchema FormField(FieldDescription field)
    {
        OpenApiSchema schema = field.Schema(isJson: false);
        if (!field.IsFile && field.Default is null)
            schema.Examples = [""];
        return schema;
    }

    private static OpenApiSchema Schema(IEnumerable<FieldDescription> fields, bool isJson) => new()
    {
        Type = JsonSchemaType.Object,
        Properties = fields.ToDictionary(field => field.Name, field => (IOpenApiSchema)(isJson ? field.Schema(isJson: true) : FormField(field))),
        Required = fields.Where(field => field.Required).Select(field => field.Name).ToHashSet(),
    };
}
