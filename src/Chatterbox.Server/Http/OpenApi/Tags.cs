using System.Reflection;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The groups of routes, which are the folders of their code.</summary>
internal sealed class Tags : IDocumentFilter
{
    private const string Others = "Other";

    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["Speech"] = "From text to speech.",
        ["Voices"] = "The library of voices.",
        ["Models"] = "The model that speaks.",
        ["OpenAi"] = "What else OpenAI's clients ask for.",
        ["Clients"] = "What other clients ask for.",
        ["Service"] = "For operators.",
    };

    /// <summary>The tag of a route.</summary>
    public static IList<string> Of(ApiDescription route) =>
        [route.TryGetMethodInfo(out MethodInfo? method) && method.DeclaringType?.Namespace is { } space ? space[(space.LastIndexOf('.') + 1)..] : Others];

    /// <inheritdoc/>
    public void Apply(OpenApiDocument swaggerDoc, DocumentFilterContext context)
    {
        string[] used = [.. context.ApiDescriptions.SelectMany(Of).Distinct()];
        swaggerDoc.Tags = used
            .OrderBy(tag => Texts.Keys.ToList().IndexOf(tag) is >= 0 and var place ? place : Texts.Count)
            .Select(tag => new OpenApiTag { Name = tag, Description = Texts.GetValueOrDefault(tag) })
            .ToHashSet();
    }
}
