using System.Net.Mime;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Voices;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The routes of VoiceEndpoints.</summary>
internal static class VoiceOperations
{
    private const string Voice =
        """
        {
          "id": "ada", "name": "Ada", "language": "en", "aliases": ["narrator"], "created": "2026-01-31T12:00:00+00:00", "read_only": false, "default": true,
          "clips": [{ "name": "ada.wav", "bytes": 480044, "seconds": 10.0, "warnings": [] }]
        }
        """;

    private const string Created = "The voice, ready to speak.";

    private static readonly FieldDescription Name = new("name", FieldKind.Text, "What the voice is called. Names are told apart without regard to case; default and built-in stand for other voices.")
    {
        Low = 1, High = VoiceName.MaxLength, Required = true,
    };

    private static readonly FieldDescription Alias = new("alias", FieldKind.Text, "Another name of the voice.") { Low = 1, High = VoiceName.MaxLength, Required = true };

    private static readonly FieldDescription Default = new("voice", FieldKind.Text, "Id, name or alias of the voice.") { Low = 1, Required = true };

    private static readonly BodyDescription SetDefaultBody =
        new([Default, Default.Named("name"), Default.Named("voice_name")], """{ "voice": "ada" }""", TakesForms: true);

    private static readonly BodyDescription RenameBody = new([Name, Name.Named("new_name")], """{ "name": "Ada Lovelace" }""", TakesForms: true);

    private static readonly FieldDescription Legacy = new("legacy", FieldKind.Flag, "Whether the voices are listed as plain strings.") { Default = false };

    private static readonly string[] ReadErrors = [ErrorCodes.StorageFailed];
    private static readonly string[] FindErrors = [ErrorCodes.VoiceNotFound, ErrorCodes.StorageFailed];
    private static readonly string[] ClipErrors = [.. FindErrors, ErrorCodes.InvalidVoice];
    private static readonly string[] DeleteErrors = [.. FindErrors, ErrorCodes.VoiceExists];

    private static readonly string[] ChangeErrors =
        [.. DeleteErrors, ErrorCodes.InvalidBody, ErrorCodes.InvalidValue, ErrorCodes.MissingField, ErrorCodes.BodyTooLarge, ErrorCodes.UnsupportedMediaType];

    private static readonly string[] CreateErrors =
    [
        ErrorCodes.InvalidBody, ErrorCodes.InvalidValue, ErrorCodes.MissingField, ErrorCodes.InvalidVoice, ErrorCodes.VoiceExists, ErrorCodes.BodyTooLarge,
        ErrorCodes.UnsupportedMediaType, ErrorCodes.SlowClient, ErrorCodes.ModelUnavailable, ErrorCodes.StorageFailed,
    ];

    /// <summary>The routes, with the limits of a server.</summary>
    public static IEnumerable<OperationDescription> Of(ServerOptions options) =>
    [
        new("GET", "/voices", "listVoices", "List the voices of the library")
        {
            Answers = [AnswerDescription.Json<VoiceList>(200, "The voices, by name.", $$"""{ "voices": [{{Voice}}], "count": 1 }""")],
            Errors = ReadErrors,
        },
        new("POST", "/voices", "createVoice", "Make a voice of recordings")
        {
            Text = "The voice is prepared at once: what is wrong with a recording is told here, and then nothing is kept.",
            Body = CreateBody(options),
            Answers = [AnswerDescription.Json<VoiceBody>(201, Created, Voice)],
            Errors = CreateErrors,
        },
        new("GET", "/voices/default", "getDefaultVoice", "Tell which voice speaks where none is named")
        {
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The default voice.", Voice)],
            Errors = FindErrors,
        },
        new("PUT", "/voices/default", "setDefaultVoice", "Set the voice that speaks where none is named")
        {
            Body = SetDefaultBody,
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The voice.", Voice)],
            Errors = ChangeErrors,
        },
        new("POST", "/voices/default", "setDefaultVoiceByPost", "Set the voice that speaks where none is named, as travisvn's server does")
        {
            Text = "As PUT /voices/default.",
            Body = SetDefaultBody,
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The voice.", Voice)],
            Errors = ChangeErrors,
        },
        new("DELETE", "/voices/default", "clearDefaultVoice", "Let the model's own voice speak where none is named")
        {
            Answers = [new(204, "There is no default voice now.")],
            Errors = ReadErrors,
        },
        new("GET", "/voices/{voice}", "getVoice", "Describe a voice")
        {
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The voice.", Voice)],
            Errors = FindErrors,
        },
        new("PATCH", "/voices/{voice}", "renameVoice", "Rename a voice")
        {
            Text = "Its id stays.",
            Body = RenameBody,
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The voice.", Voice)],
            Errors = ChangeErrors,
        },
        new("PUT", "/voices/{voice}", "renameVoiceByPut", "Rename a voice, as travisvn's server does")
        {
            Text = "As PATCH /voices/{voice}.",
            Body = RenameBody,
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The voice.", Voice)],
            Errors = ChangeErrors,
        },
        new("DELETE", "/voices/{voice}", "deleteVoice", "Delete a voice with its recordings")
        {
            Answers = [new(204, "It is gone.")],
            Errors = DeleteErrors,
        },
        new("GET", "/voices/{voice}/clips/{clip}", "getClip", "Download a recording of a voice")
        {
            Answers = [new(200, "The file as it was sent.", new ContentDescription(MediaTypeNames.Application.Octet))],
            Errors = ClipErrors,
        },
        new("GET", "/voices/{voice}/download", "downloadVoice", "Download the first recording of a voice, as travisvn's server does")
        {
            Text = "As GET /voices/{voice}/clips/0.",
            Answers = [new(200, "The file as it was sent.", new ContentDescription(MediaTypeNames.Application.Octet))],
            Errors = ClipErrors,
        },
        new("GET", "/voices/{voice}/aliases", "listAliases", "List the other names of a voice")
        {
            Answers = [AnswerDescription.Json<AliasList>(200, "The names.", """{ "voice_name": "Ada", "aliases": ["narrator"], "count": 1 }""")],
            Errors = FindErrors,
        },
        new("POST", "/voices/{voice}/aliases", "addAlias", "Give a voice another name")
        {
            Body = new([Alias], """{ "alias": "narrator" }""", TakesForms: true),
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The voice.", Voice)],
            Errors = ChangeErrors,
        },
        new("DELETE", "/voices/{voice}/aliases/{alias}", "removeAlias", "Take another name from a voice")
        {
            Answers = [AnswerDescription.Json<VoiceBody>(200, "The voice.", Voice)],
            Errors = DeleteErrors,
        },
        new("GET", "/v1/audio/voices", "listVoiceNames", "List all names that a request may give as its voice")
        {
            Text = "Voices of the library, the model's own one and OpenAI's names.",
            Query = [Legacy],
            Answers = [AnswerDescription.Json<NamedVoiceList>(200, "The names. With `legacy` the voices are their ids, as strings.", """{ "voices": [{ "id": "ada", "name": "Ada" }] }""")],
            Errors = [.. ReadErrors, ErrorCodes.InvalidBody],
        },
        new("POST", "/v1/audio/voices", "createVoiceOpenAi", "Make a voice of recordings")
        {
            Text = "As POST /voices.",
            Body = CreateBody(options),
            Answers = [AnswerDescription.Json<VoiceBody>(201, Created, Voice)],
            Errors = CreateErrors,
        },
        new("DELETE", "/v1/audio/voices/{voice}", "deleteVoiceOpenAi", "Delete a voice with its recordings")
        {
            Answers = [new(204, "It is gone.")],
            Errors = DeleteErrors,
        },
    ];

    private static BodyDescription CreateBody(ServerOptions options) => new(
        [
            Name,
            new("files", FieldKind.Files, $"Recordings of one speaker, more than 5 seconds, in any format that ffmpeg reads: at most {options.MaxClipMegabytes} MB each and {options.MaxClipSeconds} s together.")
            {
                High = options.VoiceLimits.MaxClips, Required = true,
            },
            new("language", FieldKind.Text, "Code of the language that is spoken in them."),
            Name.Named("voice_name"),
        ],
        Example: null, TakesForms: true);
}
