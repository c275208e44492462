using System.Net.Mime;
using Chatterbox.Server.Operation;
using Microsoft.OpenApi;
using Swashbuckle.AspNetCore.Swagger;
using Swashbuckle.AspNetCore.SwaggerGen;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The description of this API at /swagger/v1/swagger.json and the page that shows it at /swagger.</summary>
internal static class ApiDocument
{
    /// <summary>Where the description is.</summary>
    public const string Path = $"/swagger/{Version}/swagger.json";

    private const string Version = "v1";
    private const string Title = "Chatterbox Server";

    private const string Text =
        "Text to speech with Resemble AI's Chatterbox models.\n\n"
        + "If the server was given keys, send one of them as a bearer token or as `X-API-Key` (or `xi-api-key`); on this page under **Authorize**. "
        + "A server without keys asks for none.\n\n"
        + "Errors are JSON: OpenAI's envelope `{\"error\": {\"message\", \"type\", \"param\", \"code\"}}` below `/v1` and `/audio`, problem details (RFC 9457) with "
        + "`code`, `field` and `requestId` elsewhere. The `code` is a stable word for programs.\n\n"
        + "Fields that the server does not know are left alone; empty ones count as absent.";

    /// <summary>Adds what makes the description.</summary>
    public static void AddServices(IServiceCollection services, ServerOptions options)
    {
        services.AddEndpointsApiExplorer();
        services.AddSwaggerGen(generator => Configure(generator, options));
    }

    /// <summary>Answers with the description and its page, before anyone is asked for a key.</summary>
    public static void Use(IApplicationBuilder app)
    {
        // Made once, when all routes are known: nobody can keep the server busy by asking for it.
        Lazy<Task<string>> document = new(() =>
            app.ApplicationServices.GetRequiredService<ISwaggerProvider>().GetSwagger(Version).SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0));
        app.Use(async (context, next) =>
        {
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == Path)
                await Results.Text(await document.Value, MediaTypeNames.Application.Json).ExecuteAsync(context);
            else
                await next(context);
        });
        SwaggerPlayer.Use(app);
        app.UseSwaggerUI(page =>
        {
            page.DocumentTitle = Title;
            page.SwaggerEndpoint($"{Version}/swagger.json", Title); // beside the page, also behind a proxy that changes paths
            page.DisplayRequestDuration();
            page.DefaultModelsExpandDepth(0);
            page.InjectJavascript("player.js");
            page.ConfigObject.Plugins = [SwaggerPlayer.Plugin];
        });
    }

    private static void Configure(SwaggerGenOptions generator, ServerOptions options)
    {
        generator.SwaggerDoc(Version, new OpenApiInfo
        {
            Title = Title,
            Version = typeof(ApiDocument).Assembly.GetName().Version?.ToString(3),
            Description = Text,
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        });
        generator.AddServer(new OpenApiServer { Url = "/", Description = "This server." });
        generator.SupportNonNullableReferenceTypes();
        generator.NonNullableReferenceTypesAsRequired();
        generator.TagActionsBy(Tags.Of);
        generator.AddDocumentFilterInstance(new Tags());
        generator.AddOperationFilterInstance(new OperationFilter(new OperationTable(options)));
        foreach ((string name, OpenApiSecurityScheme scheme) in Security.Schemes)
            generator.AddSecurityDefinition(name, scheme);
        generator.IncludeXmlComments(typeof(ApiDocument).Assembly);
    }
}
