using Microsoft.OpenApi;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>What there is to say of a header of an answer.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Text">What it means.</param>
internal sealed record HeaderDescription(string Name, JsonSchemaType Type, string Text)
{
    /// <summary>Every header of <see cref="HeaderNames"/>.</summary>
    public static IReadOnlyDictionary<string, HeaderDescription> All { get; } = new HeaderDescription[]
    {
        new(HeaderNames.RequestId, JsonSchemaType.String, "Id of the request in the server's log."),
        new(HeaderNames.Seed, JsonSchemaType.Integer, "The seed; sent again it gives the same audio."),
        new(HeaderNames.Voice, JsonSchemaType.String, "Name of the voice that speaks, URL-encoded; inline for uploaded recordings."),
        new(HeaderNames.VoiceAlias, JsonSchemaType.String, "The name that was sent, URL-encoded, if it is an alias of the voice."),
        new(HeaderNames.Model, JsonSchemaType.String, "The model that speaks."),
        new(HeaderNames.Notice, JsonSchemaType.String, "There if the model is only a demonstration."),
        new(HeaderNames.Ignored, JsonSchemaType.String, "Fields that this model makes no use of, separated by commas."),
        new(HeaderNames.Repairs, JsonSchemaType.String, "What was put right in the speech, if anything; in a stream, in what was made before it began."),
        new(HeaderNames.Duration, JsonSchemaType.Number, "Length of the audio in seconds."),
        new(HeaderNames.RealTimeFactor, JsonSchemaType.Number, "Seconds of work for a second of speech."),
        new(HeaderNames.QueuePosition, JsonSchemaType.Integer, "Requests that were before this one."),
        new(HeaderNames.QueueEstimate, JsonSchemaType.Number, "Seconds that those were expected to take."),
        new("Retry-After", JsonSchemaType.Integer, "Seconds after which to try again."),
    }.ToDictionary(header => header.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Headers of audio that are known when its first byte is sent.</summary>
    public static IReadOnlyList<string> OfStreams { get; } =
    [
        HeaderNames.Seed, HeaderNames.Voice, HeaderNames.VoiceAlias, HeaderNames.Model, HeaderNames.Notice, HeaderNames.Ignored,
        HeaderNames.QueuePosition, HeaderNames.QueueEstimate, HeaderNames.Repairs,
    ];

    /// <summary>Headers of audio that is sent whole.</summary>
    public static IReadOnlyList<string> OfWholes { get; } = [.. OfStreams, HeaderNames.Duration, HeaderNames.RealTimeFactor];

    /// <summary>As the document has it.</summary>
    public OpenApiHeader ToHeader() => new() { Description = Text, Schema = new OpenApiSchema { Type = Type } };
}
