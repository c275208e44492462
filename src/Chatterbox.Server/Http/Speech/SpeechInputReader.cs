using System.Security.Cryptography;
using Chatterbox.Audio.Encoding;
using Chatterbox.Models.S3Gen.Flow;
using Chatterbox.Models.T3;
using Chatterbox.Models.T3.Sampling;
using Chatterbox.Pipeline;
using Chatterbox.Server.Commands;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Operation;
using Chatterbox.Text;

namespace Chatterbox.Server.Http.Speech;

/// <summary>
/// Parses the fields that all speech routes share, for the model that is loaded. What is out of range is refused with the range; what
/// the family makes no use of is named, not refused.
/// </summary>
internal sealed class SpeechInputReader(ServerOptions options)
{
    private const int MinPiece = 20, MaxPiece = 10_000;

    private static readonly string[] LanguageFields = ["language", "lang_code", "language_code"];
    private static readonly string[] GuidedOnly = ["exaggeration", "cfg_weight"];

    /// <summary>The input.</summary>
    /// <param name="fields">What the client sent.</param>
    /// <param name="model">The model that will speak.</param>
    /// <param name="voiceFields">The fields that name the voice; the first that is there counts.</param>
    /// <param name="defaultFormat">The form of the audio where none is named.</param>
    /// <exception cref="ApiException">A field is missing, malformed or out of range.</exception>
    public SpeechInput Read(RequestFields fields, ModelProfile model, ReadOnlySpan<string> voiceFields, EncodedFormat defaultFormat)
    {
        string? language = Language(fields, model.Family);
        var request = new SynthesisRequest
        {
            Text = Text(fields),
            Voice = null!,
            Language = language,
            Seed = Seed(fields),
            Lengths = LengthRule.For(model.Family, language),
            PieceCharacters = fields.Flag("split_text") == false ? null : (int?)fields.Integer("chunk_size", MinPiece, MaxPiece),
            MaxTokens = (int?)fields.Integer("max_tokens", 1, 4096),
            Exaggeration = (float)(fields.Number("exaggeration", 0, 2) ?? 0.5),
            SolverSteps = (int?)fields.Integer("steps", 1, options.MaxSolverSteps),
            GuidanceEvery = GuidanceEvery(fields, model.Family),
            ReferenceSeconds = fields.Number("reference_seconds", SynthesisRequest.MinReferenceSeconds, ReferenceSignals.PromptSeconds),
            Continuity = fields.Flag("continuity") ?? false,
            ExpandNumbers = fields.Flag("normalize_text") ?? true,
            Watermark = options.Watermark,
            Sampling = Sampling(fields, SamplingSettings.For(model.Family)),
        };
        string? voice = null;
        foreach (string name in voiceFields)
            voice ??= fields.TextOrObject(name, "id");
        return new SpeechInput(request, Format(fields, defaultFormat), Speed(fields), voice, Ignored(fields, model.Family));
    }

    private string Text(RequestFields fields)
    {
        string text = fields.Text("input", "text") is { } given && !string.IsNullOrWhiteSpace(given)
            ? given
            : throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.MissingField, "There is no text: 'input' (or 'text') is missing or empty.", "input");
        return text.Length <= options.MaxTextCharacters
            ? text
            : throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.TextTooLong,
                $"The text has {text.Length} characters; this server takes {options.MaxTextCharacters}. Send it in parts.", "input");
    }

    private static SamplingSettings Sampling(RequestFields fields, SamplingSettings defaults)
    {
        double? cfgWeight = fields.Number("cfg_weight", 0, 2);
        return defaults with
        {
            Temperature = fields.Number("temperature", 0, 5) ?? defaults.Temperature,
            CfgWeight = cfgWeight ?? defaults.CfgWeight,
            TopP = fields.Number("top_p", 0.001, 1) ?? defaults.TopP,
            TopK = (int?)fields.Integer("top_k", 0, 100_000) ?? defaults.TopK,
            MinP = fields.Number("min_p", 0, 1) ?? defaults.MinP,
            RepetitionPenalty = fields.Number("repetition_penalty", 1, 5) ?? defaults.RepetitionPenalty,
        };
    }

    /// <summary>Refused where the flow has no guidance, not ignored: who asks for speed is to know that there is none in it.</summary>
    private static int GuidanceEvery(RequestFields fields, ModelFamily family)
    {
        int every = (int)(fields.Integer("guidance_every", 1, FlowMatching.MaxGuidanceEvery) ?? 1);
        return every == 1 || FamilyTraits.Of(family).GuidesFlow
            ? every
            : throw ApiException.Invalid("guidance_every", $"'guidance_every' is for Original and Multilingual; {family}'s flow has no guidance. Leave it out.");
    }

    /// <summary>A seed of -1 asks for a new one, as in other servers; so does 0 in the dialect that has voice_mode (devnen's server).</summary>
    private static ulong Seed(RequestFields fields) =>
        fields.Integer("seed", -1, long.MaxValue) is { } seed and >= 0 && (seed > 0 || fields.First("voice_mode") is null) ? (ulong)seed : (ulong)RandomNumberGenerator.GetInt32(int.MaxValue);

    private static double Speed(RequestFields fields) =>
        fields.Number(fields.First("speed", "speed_factor") ?? "speed", EncoderSettings.MinSpeed, EncoderSettings.MaxSpeed) ?? 1;

    private static EncodedFormat Format(RequestFields fields, EncodedFormat defaultFormat) =>
        fields.Text("response_format", "output_format") is not { } name ? defaultFormat
        : EncodedFormats.Parse(name) ?? throw new ApiException(
            StatusCodes.Status400BadRequest, ErrorCodes.UnsupportedFormat, "'response_format' must be mp3, opus, aac, flac, wav or pcm.", "response_format");

    /// <summary>
    /// The language of a multilingual model: from the field, else from the model's name (chatterbox-multilingual-es), else the
    /// configured one. Regions are left out: zh-cn is zh.
    /// </summary>
    private string? Language(RequestFields fields, ModelFamily family)
    {
        if (family != ModelFamily.Multilingual)
            return null;
        string code = fields.Text(LanguageFields) ?? ModelNames.LanguageOf(fields.Text("model")) ?? options.DefaultLanguage;
        return Languages.TryFind(code.Split('-', '_')[0], out Language? language)
            ? language.Code
            : throw ApiException.Invalid("language", $"There is no language of that code. Known: {LanguageCode.Known}.");
    }

    private static List<string> Ignored(RequestFields fields, ModelFamily family)
    {
        bool guided = family is ModelFamily.Original or ModelFamily.Multilingual;
        List<string> ignored = [.. (guided ? [] : GuidedOnly).Append("instructions").Where(name => fields.First(name) is not null)];
        if (family != ModelFamily.Multilingual && fields.Text(LanguageFields) is { } language && !language.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            ignored.Add("language");
        return ignored;
    }
}
