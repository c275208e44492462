using Chatterbox.Audio.Encoding;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Pipeline;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;
using Chatterbox.Text;

namespace Chatterbox.Server.Http.OpenApi;

/// <summary>The fields of the routes that speak, as SpeechInputReader and SpeechEndpoints read them.</summary>
internal sealed class SpeechFields
{
    private const string OwnVoice = "Id, name or alias of a voice (GET /v1/audio/voices lists them). Default: the default voice, else the model's own.";

    private readonly FieldDescription _text;
    private readonly FieldDescription _voice = new("voice", FieldKind.Voice, OwnVoice) { High = 2 * VoiceName.MaxLength };
    private readonly FieldDescription _upload;
    private readonly FieldDescription[] _audio;
    private readonly FieldDescription[] _sampling;
    private readonly FieldDescription[] _ignored =
    [
        new("model", FieldKind.Text, "Any name is taken: the model that is loaded speaks. A name such as chatterbox-multilingual-es also says the language."),
        new("instructions", FieldKind.Text, "Taken for OpenAI's clients and told back in X-Ignored-Parameters: these models take no instructions."),
    ];

    /// <summary>The fields with the limits of a server.</summary>
    public SpeechFields(ServerOptions options)
    {
        _text = new("input", FieldKind.Text, "What to speak.") { Low = 1, High = options.MaxTextCharacters, Required = true };
        _upload = new("voice", FieldKind.File,
            "A recording of the voice to speak with, in any format that ffmpeg reads: more than 5 seconds of one clean speaker, "
            + $"at most {options.MaxClipMegabytes} MB and {options.MaxClipSeconds} s. The part may come several times. It is gone with the request.");
        FieldDescription language = new("language", FieldKind.Text,
            $"For multilingual models: {string.Join(", ", Languages.All.Select(language => language.Code))}; a region is left out (zh-cn is zh). Default: {options.DefaultLanguage}.");
        FieldDescription format = new("response_format", FieldKind.Text, "Format of the audio, 24 kHz mono (opus: 48 kHz). All but wav and pcm need ffmpeg on the server.")
        {
            Words = [.. Enum.GetValues<EncodedFormat>().Select(format => format.FileExtension()[1..])],
        };
        FieldDescription speed = new("speed", FieldKind.Number, "How much faster, at the same pitch. Needs ffmpeg on the server if it is not 1.")
        {
            Low = EncoderSettings.MinSpeed, High = EncoderSettings.MaxSpeed, Default = 1,
        };
        _audio =
        [
            language, format, speed,
            new("seed", FieldKind.Integer, "The same seed, text, voice and settings give the same audio. -1 draws one; X-Seed tells it.") { Low = -1, High = long.MaxValue, Default = -1 },
            language.Named("lang_code"), language.Named("language_code"), format.Named("output_format"), speed.Named("speed_factor"),
        ];
        _sampling =
        [
            new("exaggeration", FieldKind.Number, "How lively, 0.5 being neutral. Original and Multilingual only. Default: 0.5.") { Low = 0, High = 2 },
            new("cfg_weight", FieldKind.Number, "Weight of guidance; less is slower and freer speech. Original and Multilingual only. Default: 0.5.") { Low = 0, High = 2 },
            new("temperature", FieldKind.Number, "How freely speech tokens are drawn; 0 takes the likeliest always. Default: 0.8.") { Low = 0, High = 5 },
            new("top_p", FieldKind.Number, "Draws among the likeliest tokens that make up this share. Default: 1, for Turbo and Nano 0.95.") { Low = 0.001, High = 1 },
            new("top_k", FieldKind.Integer, "Draws among so many likeliest tokens; 0 among all. Default: 0, for Turbo and Nano 1000.") { Low = 0, High = 100_000 },
            new("min_p", FieldKind.Number, "Leaves out tokens below this share of the likeliest one's. Default: 0.05, for Turbo and Nano 0.") { Low = 0, High = 1 },
            new("repetition_penalty", FieldKind.Number, "Makes tokens that were drawn before less likely; 1 does nothing. Default: 1.2.") { Low = 1, High = 5 },
            new("steps", FieldKind.Integer, "Steps of the solver that makes the spectrum. Default: the model's own.") { Low = 1, High = options.MaxSolverSteps },
            new("guidance_every", FieldKind.Integer, "Guidance is computed at every such step of that solver, and at the last; the steps between reuse it. More than 1 is faster and less exact, and for Original and Multilingual only.")
            {
                Low = 1, High = FlowMatching.MaxGuidanceEvery, Default = 1,
            },
            new("reference_seconds", FieldKind.Number, "Seconds of the voice's recording, its last, that the solver reads. Fewer are faster and less exact. Default: all, at most 10.")
            {
                Low = SynthesisRequest.MinReferenceSeconds, High = ReferenceSignals.PromptSeconds,
            },
            new("max_tokens", FieldKind.Integer, "Most speech tokens of a sentence, 25 a second. Default: by the sentence's length.") { Low = 1, High = 4096 },
            new("chunk_size", FieldKind.Integer, "Most characters of a piece, which is cut at a sentence or clause. The model's own bound counts too. Default: that one.") { Low = 20, High = 10_000 },
            new("split_text", FieldKind.Flag, "Whether chunk_size counts; longer texts than the model reads are always split.") { Default = true },
            new("normalize_text", FieldKind.Flag, "Whether numbers and symbols are written out before they are spoken.") { Default = true },
            new("continuity", FieldKind.Flag, "Whether each sentence goes on from the end of the one before, which then must wait for it.") { Default = false },
        ];
    }

    /// <summary>Fields of POST /tts.</summary>
    public IReadOnlyList<FieldDescription> Tts =>
        [.. TtsStream, new FieldDescription("stream", FieldKind.Flag, "Whether the audio is sent as it is made. Then its length and the headers about the whole are not known.") { Default = false }];

    /// <summary>Fields of /tts-stream.</summary>
    public IReadOnlyList<FieldDescription> TtsStream =>
    [
        _text, _voice, _upload, _voice with { Name = "voice_id", Text = $"As 'voice', for forms in which that is a recording. {OwnVoice}" },
        .. WithDefaultFormat(EncodedFormat.Wav), .. _sampling, .. _ignored, _text.Named("text"),
        _voice.Named("predefined_voice_id"), _voice.Named("reference_audio_filename"), _voice.Named("speaker"),
        new("voice_mode", FieldKind.Text, "Says that a voice must be named, and that predefined_voice_id or reference_audio_filename counts first.") { Words = ["predefined", "clone"] },
    ];

    /// <summary>Fields of POST /v1/audio/speech.</summary>
    public IReadOnlyList<FieldDescription> OpenAi =>
    [
        _text, _voice, _upload, .. _ignored, .. WithDefaultFormat(EncodedFormat.Mp3),
        new("stream_format", FieldKind.Text, "audio sends the bytes of the file as they are made; sse sends events with pieces of it in base64, then one with the usage.")
        {
            Words = ["audio", "sse"], Default = "audio",
        },
        .. _sampling, _text.Named("text"),
    ];

    /// <summary>Fields of the routes of XTTS clients.</summary>
    public IReadOnlyList<FieldDescription> Xtts =>
        [_text with { Name = "text" }, _voice with { Name = "speaker_wav" }, .. WithDefaultFormat(EncodedFormat.Wav), .. _sampling];

    private IEnumerable<FieldDescription> WithDefaultFormat(EncodedFormat format) =>
        _audio.Select(field => field.Name == "response_format" ? field with { Default = format.FileExtension()[1..] } : field);
}
