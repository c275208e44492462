using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Speech;
using Microsoft.AspNetCore.Http.Features;

namespace Chatterbox.Server.Http.Errors;

/// <summary>Turns every exception into an answer. Once something was sent the connection is broken off, so that nobody takes a part for the whole.</summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> log)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (!context.Response.HasStarted && Unanswered(context.Response) is { } error)
                await ErrorWriter.WriteAsync(context, error);
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered. The status is for the log: 499, as nginx has it. So is the reason where it was not the client:
            // with the work the write to a slow one is given up, upon which the web server ends the connection.
            if (!context.Response.HasStarted)
                context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            if (Reason(context) is not (StopReason.None or StopReason.ClientGone) and var reason)
                context.Items[typeof(ApiException)] = ErrorMap.Of(reason);
        }
        catch (Exception error)
        {
            ApiException answer = StoppedWork(context, error) is { } reason ? ErrorMap.Of(reason) : ErrorMap.Of(error);
            if (answer.Code == ErrorCodes.Internal)
                Bug(context.TraceIdentifier, error);
            if (!context.Response.HasStarted)
                await ErrorWriter.WriteAsync(context, answer);
            else
                BreakOff(context, answer);
        }
    }

    private static StopReason? StoppedWork(HttpContext context, Exception error) =>
        error is OperationCanceledException && Reason(context) is not StopReason.None and var reason ? reason : null;

    private static StopReason Reason(HttpContext context) => (context.Items[typeof(SpeechTicket)] as SpeechTicket)?.Stream.Reason ?? StopReason.None;

    private static void BreakOff(HttpContext context, ApiException answer)
    {
        context.Items[typeof(ApiException)] = answer;
        context.Features.Get<IHttpRequestLifetimeFeature>()?.Abort();
    }

    private static ApiException? Unanswered(HttpResponse response) => response.StatusCode switch
    {
        _ when response.ContentLength is > 0 || response.ContentType is not null => null,
        StatusCodes.Status404NotFound => new ApiException(response.StatusCode, ErrorCodes.NotFound, "There is no such route. See /swagger for those there are."),
        StatusCodes.Status405MethodNotAllowed => new ApiException(response.StatusCode, ErrorCodes.MethodNotAllowed, "This route does not take that method. See /swagger."),
        StatusCodes.Status415UnsupportedMediaType => new ApiException(response.StatusCode, ErrorCodes.UnsupportedMediaType, "Send JSON, or a form with multipart/form-data."),
        StatusCodes.Status400BadRequest => new ApiException(response.StatusCode, ErrorCodes.InvalidBody, "The request is malformed."),
        _ => null,
    };

    [LoggerMessage(LogLevel.Error, "Request {Id} met a bug")]
    private partial void Bug(string id, Exception error);
}
