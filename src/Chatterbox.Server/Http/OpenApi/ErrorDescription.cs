using Chatterbox.Server.Http.Errors;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>What there is to say of an error code.</summary>
/// <param name="Status">The HTTP status it comes with.</param>
/// <param name="Code">The word.</param>
/// <param name="Text">What is wrong and what to do.</param>
/// <param name="Field">The field that is at fault as a rule, or null.</param>
internal sealed record ErrorDescription(int Status, string Code, string Text, string? Field = null)
{
    /// <summary>Every code.</summary>
    public static IReadOnlyList<ErrorDescription> All { get; } =
    [
        new(400, ErrorCodes.InvalidBody, "The body is malformed."),
        new(400, ErrorCodes.InvalidValue, "A field has a value that cannot be; the message tells what can.", "speed"),
        new(400, ErrorCodes.MissingField, "A field that is needed is missing.", "input"),
        new(400, ErrorCodes.TextTooLong, "The text is longer than this server takes. Send it in parts.", "input"),
        new(400, ErrorCodes.UnsupportedFormat, "There is no such format of audio.", "response_format"),
        new(400, ErrorCodes.InvalidVoice, "No voice can be made of the recording; the message tells why.", "voice"),
        new(401, ErrorCodes.InvalidApiKey, "The API key is missing or wrong."),
        new(403, ErrorCodes.ModelsClosed, "The operator does not let models be changed: the server was started without --models-dir."),
        new(403, ErrorCodes.ForeignOrigin, "The request comes from a page of another origin, and the operator has not let that in."),
        new(404, ErrorCodes.VoiceNotFound, "There is no such voice.", "voice"),
        new(404, ErrorCodes.ModelNotFound, "There is no such model.", "model"),
        new(404, ErrorCodes.NotFound, "There is no such route."),
        new(405, ErrorCodes.MethodNotAllowed, "The route does not take that method."),
        new(408, ErrorCodes.SlowClient, "The body was not sent, or the audio not taken, in time."),
        new(409, ErrorCodes.VoiceExists, "The name is taken, the voice cannot be changed here, or there are as many as there may be.", "name"),
        new(413, ErrorCodes.BodyTooLarge, "The body or a recording is larger than this server takes."),
        new(415, ErrorCodes.UnsupportedMediaType, "The body is of a type that the route does not take."),
        new(429, ErrorCodes.QueueFull, "As many requests as the server takes are waiting. Try again after Retry-After."),
        new(429, ErrorCodes.RateLimited, "Too many requests from this address. Try again after Retry-After."),
        new(500, ErrorCodes.EncodingFailed, "The audio could not be encoded."),
        new(500, ErrorCodes.SynthesisFailed, "The model made no speech. Try another text, seed or voice."),
        new(500, ErrorCodes.Internal, "Something went wrong in the server. The operator finds it in the log by the request id."),
        new(501, ErrorCodes.EncodingUnavailable, "The server lacks ffmpeg, which this format or speed needs. wav and pcm at speed 1 always work.", "response_format"),
        new(503, ErrorCodes.ModelUnavailable, "No model is loaded, or the server is going down. Try again after Retry-After."),
        new(504, ErrorCodes.TimedOut, "The request took longer than this server allows."),
        new(507, ErrorCodes.StorageFailed, "The disk is full, or the voices cannot be read or written."),
    ];

    /// <summary>Codes that every route can answer.</summary>
    public static IReadOnlyList<string> OfEveryRoute { get; } = [ErrorCodes.RateLimited, ErrorCodes.Internal];

    /// <summary>These codes by their status.</summary>
    public static IEnumerable<IGrouping<int, ErrorDescription>> ByStatus(IEnumerable<string> codes)
    {
        HashSet<string> wanted = [.. codes];
        return All.Where(error => wanted.Contains(error.Code)).GroupBy(error => error.Status);
    }
}
