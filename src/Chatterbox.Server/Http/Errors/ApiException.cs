namespace Chatterbox.Server.Http.Errors;

/// <summary>A request that is answered with an error.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">A stable word for programs.</param>
/// <param name="message">What is wrong and what to do, for people.</param>
/// <param name="fieldName">The field that is at fault, or null.</param>
internal sealed class ApiException(int status, string code, string message, string? fieldName = null) : Exception(message)
{
    /// <summary>HTTP status.</summary>
    public int Status => status;

    /// <summary>A stable word for programs.</summary>
    public string Code => code;

    /// <summary>The field that is at fault, or null.</summary>
    public string? Field => fieldName;

    /// <summary>When to try again, or null.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A field with a value that cannot be.</summary>
    public static ApiException Invalid(string fieldName, string message) => new(StatusCodes.Status400BadRequest, ErrorCodes.InvalidValue, message, fieldName);
}
