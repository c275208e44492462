using System.Globalization;
using System.Net.Mime;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Chatterbox.Server.Http.Errors;

/// <summary>Writes errors: OpenAI's envelope below <c>/v1</c> and <c>/audio</c>, problem details (RFC 9457) elsewhere. Never a stack trace or a path.</summary>
internal static class ErrorWriter
{
    // Apostrophes stay as they are: the answer is JSON, never part of a page.
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Answers with an error. Nothing may have been sent yet.</summary>
    public static Task WriteAsync(HttpContext context, ApiException error)
    {
        HttpResponse response = context.Response;
        response.Clear();
        response.StatusCode = error.Status;
        response.Headers[HeaderNames.RequestId] = context.TraceIdentifier;
        response.Headers.CacheControl = "no-store";
        if (error.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (error.Status == StatusCodes.Status401Unauthorized)
            response.Headers.WWWAuthenticate = "Bearer";
        context.Items[typeof(ApiException)] = error;
        return IsOpenAi(context.Request.Path) ? Write(context, OpenAiBody(error), MediaTypeNames.Application.Json) : Write(context, ProblemBody(error, context.TraceIdentifier), MediaTypeNames.Application.ProblemJson);
    }

    /// <summary>An error as text.</summary>
    /// <param name="error">The error.</param>
    /// <param name="isOpenAi">Whether in OpenAI's envelope, else as problem details.</param>
    /// <param name="requestId">Id of the request.</param>
    public static string Text(ApiException error, bool isOpenAi, string requestId) =>
        isOpenAi ? JsonSerializer.Serialize(OpenAiBody(error), Json) : JsonSerializer.Serialize(ProblemBody(error, requestId), Json);

    /// <summary>Whether a path's errors are in OpenAI's envelope.</summary>
    public static bool IsOpenAi(PathString path) =>
        path.StartsWithSegments("/v1", StringComparison.OrdinalIgnoreCase) || path.StartsWithSegments("/audio", StringComparison.OrdinalIgnoreCase);

    private static ErrorEnvelope OpenAiBody(ApiException error) => new(new ErrorBody(error.Message, TypeOf(error.Status), error.Field, error.Code));

    private static ProblemBody ProblemBody(ApiException error, string requestId) => new(
        "about:blank", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(error.Status), error.Status, error.Message, error.Code, error.Field, requestId);

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status401Unauthorized => "authentication_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static Task Write<T>(HttpContext context, T body, string type) =>
        context.Response.WriteAsJsonAsync(body, Json, type, context.RequestAborted);
}
