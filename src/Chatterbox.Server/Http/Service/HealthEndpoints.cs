using Chatterbox.Server.Engine;
using Chatterbox.Server.Operation;

namespace Chatterbox.Server.Http.Service;

/// <summary>Whether the server lives and takes requests, and what it has done.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health/live", () => new Health("live", "none", null)).WithMetadata(new KeyNotNeeded(ListsOnly: false));
        routes.MapGet("/health/ready", Ready).WithMetadata(new KeyNotNeeded(ListsOnly: false));
        routes.MapGet("/metrics", (ServerMetrics metrics) => Results.Text(metrics.Text(), "text/plain; version=0.0.4"));
    }

    private static IResult Ready(SpeechEngine engine)
    {
        EngineState state = engine.State;
        var health = new Health(state.Status.ToString().ToLowerInvariant(), ModelNames.Of(state), PublicProblem(state));
        return Results.Json(health, statusCode: state.TakesRequests ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>What is wrong, with the name of the model's folder alone: where it lies is the operator's, who finds it in the log.</summary>
    private static string? PublicProblem(EngineState state)
    {
        if (state.Source.Folder is not { } folder)
            return state.Problem;
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        return state.Problem?.Replace(path, Path.GetFileName(path), StringComparison.Ordinal);
    }
}
