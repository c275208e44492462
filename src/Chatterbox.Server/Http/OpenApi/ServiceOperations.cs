using System.Net.Mime;
using Chatterbox.Server.Http.Service;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The routes of HealthEndpoints.</summary>
internal static class ServiceOperations
{
    /// <summary>The routes.</summary>
    public static IEnumerable<OperationDescription> All { get; } =
    [
        new("GET", "/health/live", "getLiveness", "Tell that the server runs")
        {
            Answers = [AnswerDescription.Json<Health>(200, "It runs.", """{ "status": "live", "model": "none", "problem": null }""")],
        },
        new("GET", "/health/ready", "getReadiness", "Tell whether requests to speak are taken")
        {
            Answers =
            [
                AnswerDescription.Json<Health>(200, "They are.", """{ "status": "ready", "model": "pico", "problem": null }"""),
                AnswerDescription.Json<Health>(503, "They are not: the model is being loaded, or could not be.", """{ "status": "loading", "model": "none", "problem": null }"""),
            ],
        },
        new("GET", "/metrics", "getMetrics", "Tell what the server has done")
        {
            Answers = [new(200, "Counters and histograms in Prometheus' text format.", new ContentDescription(MediaTypeNames.Text.Plain, Example: "# TYPE chatterbox_requests_total counter\n"))],
        },
    ];
}
