using System.Diagnostics;
using System.Globalization;
using Chatterbox.Pipeline;
using Chatterbox.Server.Http;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Speech;

namespace Chatterbox.Server.Operation;

/// <summary>Gives every request an id and one line in the log, and counts it. What is spoken is not logged unless asked for.</summary>
internal sealed partial class RequestLog(RequestDelegate next, ServerMetrics metrics, ServerOptions options, ILogger<RequestLog> log)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        long start = Stopwatch.GetTimestamp();
        context.TraceIdentifier = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        context.Response.Headers[HeaderNames.RequestId] = context.TraceIdentifier;
        try
        {
            await next(context);
        }
        finally
        {
            var ticket = context.Items[typeof(SpeechTicket)] as SpeechTicket;
            var error = context.Items[typeof(ApiException)] as ApiException;
            ticket?.Dispose();
            metrics.Answered(context, ticket, error, Stopwatch.GetElapsedTime(start));
            string path = context.Request.Path.Value is { Length: <= 200 } known ? known : "(long)";
            Answered(context.Request.Method, Printable(path), context.Response.StatusCode, context.TraceIdentifier,
                Stopwatch.GetElapsedTime(start).TotalMilliseconds, error?.Code ?? "-", ticket is null ? "-" : Describe(ticket));
        }
    }

    private string Describe(SpeechTicket ticket)
    {
        SpeechReport? report = ticket.Stream.Report.IsCompletedSuccessfully ? ticket.Stream.Report.Result : null;
        string text = options.LogTexts ? $" text=\"{Printable(ticket.Input.Request.Text)}\"" : "";
        return string.Create(CultureInfo.InvariantCulture,
            $"voice={ticket.Voice?.Name ?? "inline"} model={ticket.Model} characters={ticket.Input.Request.Text.Length} pieces={ticket.Plan.Pieces.Count} "
            + $"tokens={report?.Tokens ?? 0} audio={(report?.Samples ?? 0) / (double)AudioFormat.SampleRate:F2}s queue={ticket.Stream.QueueTime?.TotalSeconds ?? 0:F2}s "
            + $"first={ticket.Stream.FirstAudioTime?.TotalSeconds ?? 0:F2}s seed={ticket.Input.Request.Seed} ended={(report is null ? ticket.Stream.Reason.ToString() : "Whole")}{text}");
    }

    /// <summary>No client writes lines of its own into the log.</summary>
    private static string Printable(string text) => string.Concat(text.Select(c => char.IsControl(c) ? '\u00B7' : c));

    [LoggerMessage(LogLevel.Information, "{Method} {Path} {Status} id={Id} {Milliseconds:F0}ms error={Error} {Speech}")]
    private partial void Answered(string method, string path, int status, string id, double milliseconds, string error, string speech);
}
