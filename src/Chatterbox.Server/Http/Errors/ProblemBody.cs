namespace Chatterbox.Server.Http.Errors;

/// <summary>The answer to a failed request outside /v1 and /audio: problem details, RFC 9457.</summary>
/// <param name="Type">Always about:blank: the code tells errors apart.</param>
/// <param name="Title">The status in words.</param>
/// <param name="Status">The status.</param>
/// <param name="Detail">What is wrong and what to do.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Field">The field at fault, or null.</param>
/// <param name="RequestId">Found again in the server's log.</param>
internal sealed record ProblemBody(string Type, string Title, int Status, string Detail, string Code, string? Field, string RequestId);
