using Chatterbox.Server.Http.Errors;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The routes of SpeechEndpoints.</summary>
internal static class SpeechOperations
{
    private const string TtsExample = """{ "input": "Hello there.", "response_format": "wav", "seed": 1 }""";

    /// <summary>A body as OpenAI's clients send it.</summary>
    public const string OpenAiExample = """{ "model": "tts-1", "input": "Hello there.", "voice": "alloy", "response_format": "mp3" }""";

    private const string EventsExample =
        "data: {\"type\":\"speech.audio.delta\",\"audio\":\"SUQz\"}\n\n"
        + "data: {\"type\":\"speech.audio.done\",\"usage\":{\"input_tokens\":4,\"output_tokens\":31,\"total_tokens\":35}}\n\n";

    /// <summary>What can be wrong with a request to speak whose fields stand in its address.</summary>
    public static readonly string[] Errors =
    [
        ErrorCodes.InvalidBody, ErrorCodes.InvalidValue, ErrorCodes.MissingField, ErrorCodes.TextTooLong, ErrorCodes.UnsupportedFormat, ErrorCodes.InvalidVoice,
        ErrorCodes.VoiceNotFound, ErrorCodes.SlowClient, ErrorCodes.QueueFull, ErrorCodes.EncodingFailed, ErrorCodes.SynthesisFailed,
        ErrorCodes.EncodingUnavailable, ErrorCodes.ModelUnavailable, ErrorCodes.TimedOut, ErrorCodes.StorageFailed,
    ];

    /// <summary>What can be wrong with one whose fields stand in its body.</summary>
    public static readonly string[] BodyErrors = [.. Errors, ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType];

    /// <summary>Audio that is sent as it is made.</summary>
    public static readonly AnswerDescription Stream =
        AnswerDescription.Audio("The audio, as it is made. A failure after the first byte breaks the connection off.") with { Headers = HeaderDescription.OfStreams };

    /// <summary>Audio that is sent when all of it is there.</summary>
    public static readonly AnswerDescription Whole =
        AnswerDescription.Audio("The audio, in the format that was asked for.") with { Headers = HeaderDescription.OfWholes };

    /// <summary>Audio or events, as OpenAI's clients ask for them.</summary>
    public static readonly AnswerDescription OpenAiAnswer =
        AnswerDescription.Audio("The audio, or with `stream_format` sse its events.", new ContentDescription("text/event-stream", Example: EventsExample))
            with { Headers = HeaderDescription.OfWholes };

    /// <summary>The routes, with the fields of a server.</summary>
    public static IEnumerable<OperationDescription> Of(SpeechFields fields) =>
    [
        new("POST", "/tts", "speak", "Speak a text")
        {
            Text = "Send JSON, or a form if a recording of the voice comes along. The answer is the whole audio; with `stream` it is sent as it is made.",
            Body = new(fields.Tts, TtsExample, TakesForms: true),
            Answers = [Whole],
            Errors = BodyErrors,
        },
        new("POST", "/tts-stream", "speakStreaming", "Speak a text and send the audio as it is made")
        {
            Body = new(fields.TtsStream, TtsExample, TakesForms: true),
            Answers = [Stream],
            Errors = BodyErrors,
        },
        new("GET", "/tts-stream", "speakForPlayers", "Speak a text that stands in the address")
        {
            Text = "For players and <audio> elements, which know addresses only. Fields as in POST /tts-stream, without recordings.",
            Query = fields.TtsStream,
            Answers = [Stream],
            Errors = Errors,
        },
        new("POST", "/v1/audio/speech", "createSpeech", "Speak a text, as OpenAI's API has it")
        {
            Text = "OpenAI's clients work with this server's address, ending in /v1, as their base URL. Fields that OpenAI does not have are taken too. "
                + "wav is sent whole, all other formats as they are made.",
            Body = new(fields.OpenAi, OpenAiExample, TakesForms: true),
            Answers = [OpenAiAnswer],
            Errors = BodyErrors,
        },
    ];
}
