using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Chatterbox.Tests.Server.Http.Errors;

[Collection(ServerTests.Name)]
public sealed class ErrorMiddlewareTests
{
    private const string Secret = "Could not open '/srv/models/secret.bin'.";

    [Fact]
    public async Task A_bug_is_answered_in_the_form_of_the_route_and_tells_nothing_of_itself()
    {
        await using TestServer server = await TestServer.StartAsync(addRoutes: routes =>
        {
            routes.MapGet("/v1/bug", Break);
            routes.MapGet("/bug", Break);
        });
        using HttpResponseMessage openAi = await server.Client.GetAsync("/v1/bug");
        JsonElement error = await openAi.EnvelopeAsync(HttpStatusCode.InternalServerError, "internal_error");
        Assert.Equal(("server_error", JsonValueKind.Null), (error.GetProperty("type").GetString(), error.GetProperty("param").ValueKind));
        AssertSilent(await openAi.Content.ReadAsStringAsync());
        using HttpResponseMessage other = await server.Client.GetAsync("/bug");
        await other.ProblemAsync(HttpStatusCode.InternalServerError, "internal_error");
        AssertSilent(await other.Content.ReadAsStringAsync());

        // What was to be sent with the answer that failed is not sent with the error.
        Assert.Null(other.Header("X-Half-Done"));
        Assert.Equal("no-store", other.Headers.CacheControl?.ToString());
    }

    private static void AssertSilent(string body)
    {
        foreach (string part in (string[])["secret", "srv", "Exception", "Errors", ".cs", " at "])
            Assert.DoesNotContain(part, body, StringComparison.OrdinalIgnoreCase);
    }

    private static Task Break(HttpContext context)
    {
        context.Response.Headers["X-Half-Done"] = "1";
        throw new InvalidOperationException(Secret, new IOException(Secret));
    }
}
