using System.Net.Mime;
using Chatterbox.Audio.Encoding;
using Chatterbox.Server.Http.Clients;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Operation;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The routes of DevnenEndpoints, XttsEndpoints and TravisvnEndpoints.</summary>
internal static class ClientOperations
{
    private const string Voice = """{ "display_name": "Ada", "filename": "Ada", "voice_id": "Ada", "language": "en" }""";

    private const string Info =
        """
        {
          "loaded": true, "type": "original", "class_name": "ChatterboxModel", "device": "cpu", "sample_rate": 24000, "supports_paralinguistic_tags": false,
          "available_paralinguistic_tags": [], "turbo_available_in_package": true, "multilingual_available_in_package": true,
          "supports_multilingual": false, "supported_languages": { "en": "English" }
        }
        """;

    private const string Upload = """{ "message": "1 of 1 recordings are voices now.", "uploaded_files": ["Ada"], "all_reference_files": ["Ada"], "errors": [] }""";

    private const string Failed =
        """{ "message": "0 of 1 recordings are voices now.", "uploaded_files": [], "all_reference_files": [], "errors": [{ "filename": "ada.wav", "error": "It is silent." }] }""";

    private const string Healthy = """{ "status": "healthy", "model_loaded": true, "device": "cpu", "model": "pico" }""";

    private static readonly string[] ListErrors = [ErrorCodes.StorageFailed];

    private static readonly string[] SettingsErrors = [ErrorCodes.InvalidBody, ErrorCodes.InvalidValue, ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType];

    private static readonly string[] UploadErrors =
        [ErrorCodes.InvalidBody, ErrorCodes.MissingField, ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType, ErrorCodes.ModelUnavailable, ErrorCodes.StorageFailed];

    /// <summary>The routes, with the fields and limits of a server.</summary>
    public static IEnumerable<OperationDescription> Of(SpeechFields fields, ServerOptions options) =>
        [.. Devnen(options), .. Xtts(fields), .. Travisvn(fields)];

    private static IEnumerable<OperationDescription> Devnen(ServerOptions options) =>
    [
        new("GET", "/", "getPage", "Show a page with the server's state")
        {
            Answers = [new(200, "The page.", new ContentDescription(MediaTypeNames.Text.Html, Example: "<!doctype html>"))],
        },
        new("GET", "/get_predefined_voices", "listPredefinedVoices", "List all voices, as devnen's server does")
        {
            Answers = [AnswerDescription.Json<IReadOnlyList<PredefinedVoice>>(200, "Voices of the library, the model's own one and OpenAI's names.", $"[{Voice}]")],
            Errors = ListErrors,
        },
        new("GET", "/get_reference_files", "listReferenceFiles", "List the voices of the library, as devnen's server does")
        {
            Answers = [AnswerDescription.Json<IReadOnlyList<string>>(200, "Their names, which stand for files there.", """["Ada"]""")],
            Errors = ListErrors,
        },
        new("POST", "/upload_reference", "uploadReference", "Make a voice of each recording, as devnen's server takes them")
        {
            Text = "A voice is named as its file, without the extension. One of that name that is there already stays as it is.",
            Body = new(
                [new("files", FieldKind.Files, $"Recordings, each of one speaker: at most {options.MaxClipMegabytes} MB and {options.MaxClipSeconds} s.") { Required = true }],
                Example: null, TakesForms: true),
            Answers =
            [
                AnswerDescription.Json<UploadResult>(200, "At least one is a voice now.", Upload),
                AnswerDescription.Json<UploadResult>(400, "None became a voice.", Failed),
            ],
            Errors = UploadErrors,
        },
        new("GET", "/api/model-info", "getModelInfo", "Describe the model, as devnen's server does")
        {
            Answers = [AnswerDescription.Json<ModelInfo>(200, "The model.", Info)],
        },
        new("GET", "/api/ui/initial-data", "getInitialData", "Tell what the page of devnen's server asks for")
        {
            Answers =
            [
                AnswerDescription.Json<InitialData>(200, "Voices and the model; what this server does not have is empty.",
                    $$"""{ "config": {}, "reference_files": ["Ada"], "predefined_voices": [{{Voice}}], "presets": [], "initial_gen_result": null, "model_info": {{Info}} }"""),
            ],
            Errors = ListErrors,
        },
    ];

    private static IEnumerable<OperationDescription> Xtts(SpeechFields fields) =>
    [
        new("GET", "/speakers", "listSpeakers", "List all voices, as XTTS servers do")
        {
            Answers =
            [
                AnswerDescription.Json<IReadOnlyList<Speaker>>(200, "The voices; the address is that of a recording.",
                    """[{ "name": "Ada", "voice_id": "Ada", "preview_url": "http://127.0.0.1:8004/voices/ada/clips/0" }]"""),
            ],
            Errors = ListErrors,
        },
        new("GET", "/speakers_list", "listSpeakerNames", "List the names of all voices, as XTTS servers do")
        {
            Answers = [AnswerDescription.Json<IReadOnlyList<string>>(200, "The names.", """["Ada", "built-in"]""")],
            Errors = ListErrors,
        },
        new("POST", "/set_tts_settings", "checkXttsSettings", "Check the settings that XTTS clients set for all their requests")
        {
            Text = "Nothing is kept: here settings belong to a request.",
            Body = new(
                [
                    new("temperature", FieldKind.Number, "Sent with each request it counts.") { Low = 0, High = 5 },
                    new("speed", FieldKind.Number, "Sent with each request it counts.") { Low = EncoderSettings.MinSpeed, High = EncoderSettings.MaxSpeed },
                    new("stream_chunk_size", FieldKind.Integer, "Means nothing here.") { Low = 1, High = 100_000 },
                    new("enable_text_splitting", FieldKind.Flag, "Means nothing here: texts are always split."),
                ],
                """{ "stream_chunk_size": 100, "temperature": 0.75, "speed": 1, "enable_text_splitting": true }""", TakesForms: false),
            Answers = [new(200, "They are right.", new ContentDescription(MediaTypeNames.Application.Json, typeof(MessageBody), """{ "message": "Nothing was set." }"""))],
            Errors = SettingsErrors,
        },
        new("POST", "/tts_to_audio", "speakXtts", "Speak a text, as XTTS servers do")
        {
            Body = new(fields.Xtts, """{ "text": "Hello there.", "speaker_wav": "Ada", "language": "en" }""", TakesForms: true),
            Answers = [SpeechOperations.Whole],
            Errors = SpeechOperations.BodyErrors,
        },
        new("GET", "/tts_stream", "streamXtts", "Speak a text that stands in the address, as XTTS servers do")
        {
            Query = fields.Xtts,
            Answers = [SpeechOperations.Stream],
            Errors = SpeechOperations.Errors,
        },
    ];

    private static IEnumerable<OperationDescription> Travisvn(SpeechFields fields) =>
    [
        new("POST", "/audio/speech", "createSpeechShort", "Speak a text: /v1/audio/speech without /v1")
        {
            Body = new(fields.OpenAi, SpeechOperations.OpenAiExample, TakesForms: true),
            Answers = [SpeechOperations.OpenAiAnswer],
            Errors = SpeechOperations.BodyErrors,
        },
        new("GET", "/languages", "listLanguages", "List the languages of the model, as travisvn's server does")
        {
            Answers =
            [
                AnswerDescription.Json<LanguageList>(200, "The languages.", """{ "languages": [{ "code": "en", "name": "English" }], "count": 1, "model_type": "original" }"""),
            ],
        },
        new("GET", "/ping", "ping", "Answer, as travisvn's server does")
        {
            Answers = [AnswerDescription.Json<PingBody>(200, "The server runs.", """{ "status": "ok", "message": "The server is running." }""")],
        },
        new("GET", "/health", "getHealth", "Tell how the server is, in the words of travisvn's")
        {
            Answers =
            [
                AnswerDescription.Json<ServiceHealth>(200, "Requests are taken.", Healthy),
                AnswerDescription.Json<ServiceHealth>(503, "They are not.", Healthy.Replace("healthy", "initializing", StringComparison.Ordinal)),
            ],
        },
    ];
}
