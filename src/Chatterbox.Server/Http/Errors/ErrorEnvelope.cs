namespace Chatterbox.Server.Http.Errors;

/// <summary>The answer to a failed request below /v1 and /audio.</summary>
/// <param name="Error">The error.</param>
internal sealed record ErrorEnvelope(ErrorBody Error);
