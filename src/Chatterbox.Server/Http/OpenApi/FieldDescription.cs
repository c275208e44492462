using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>One field of a request. The same line describes it in JSON, in a form and in a query.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Text">What it does.</param>
internal sealed record FieldDescription(string Name, FieldKind Kind, string Text)
{
    /// <summary>The least value, or the least length of a text.</summary>
    public double? Low { get; init; }

    /// <summary>The greatest value, or the greatest length of a text.</summary>
    public double? High { get; init; }

    /// <summary>What counts where the field is absent; null if that is nothing, or the model's own affair.</summary>
    public JsonNode? Default { get; init; }

    /// <summary>The words that it may hold; empty for any.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether a request without it is refused.</summary>
    public bool Required { get; init; }

    /// <summary>Whether it stands in forms only.</summary>
    public bool IsFile => Kind is FieldKind.File or FieldKind.Files;

    /// <summary>The same field under another name.</summary>
    public FieldDescription Named(string name) => this with { Name = name, Text = $"Another name of '{Name}'.", Default = null, Required = false };

    /// <summary>Its schema.</summary>
    /// <param name="isJson">Whether it stands in JSON, which can hold objects.</param>
    public OpenApiSchema Schema(bool isJson)
    {
        OpenApiSchema schema = Kind switch
        {
            FieldKind.Text => TextSchema(),
            FieldKind.Voice => isJson ? VoiceSchema() : TextSchema(),
            FieldKind.Number => RangeSchema(JsonSchemaType.Number),
            FieldKind.Integer => RangeSchema(JsonSchemaType.Integer),
            FieldKind.Flag => new OpenApiSchema { Type = JsonSchemaType.Boolean },
            FieldKind.File => FileSchema(),
            FieldKind.Files => new OpenApiSchema { Type = JsonSchemaType.Array, Items = FileSchema(), MinItems = 1, MaxItems = (int?)High },
            _ => throw new InvalidOperationException($"{Kind} is no kind of field; this is a bug."),
        };
        schema.Description = Text;
        schema.Default = Default?.DeepClone();
        return schema;
    }

    private OpenApiSchema TextSchema() => new()
    {
        Type = JsonSchemaType.String,
        MinLength = (int?)Low,
        MaxLength = (int?)High,
        Enum = Words.Count == 0 ? null : [.. Words.Select(word => (JsonNode)word)],
    };

    private OpenApiSchema VoiceSchema() => new()
    {
        OneOf =
        [
            TextSchema(),
            new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Properties = new Dictionary<string, IOpenApiSchema> { ["id"] = TextSchema() },
                Required = new HashSet<string> { "id" },
            },
        ],
    };

    private OpenApiSchema RangeSchema(JsonSchemaType type) => new()
    {
        Type = type,
        Format = type == JsonSchemaType.Integer && High > int.MaxValue ? "int64" : null,
        Minimum = Limit(Low),
        Maximum = Limit(High),
    };

    private static OpenApiSchema FileSchema() => new() { Type = JsonSchemaType.String, Format = "binary" };

    /// <summary>A limit in digits; none where the type itself is the limit.</summary>
    private static string? Limit(double? value) => value < long.MaxValue ? value.Value.ToString(CultureInfo.InvariantCulture) : null;
}
