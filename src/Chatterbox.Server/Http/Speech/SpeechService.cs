using Chatterbox.Audio.Encoding;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Speech;

/// <summary>
/// From the fields of a request to work for the engine. Everything that can be refused is refused here: the text is normalised, cut
/// and counted, the voice found or prepared, the seed drawn, the limits set.
/// </summary>
internal sealed class SpeechService(SpeechEngine engine, VoiceLibrary library, SpeechInputReader reader, AudioEncoders encoders, InlineVoices inline, ServerOptions options)
{
    /// <summary>The fields of an upload in which the recordings of a voice may lie.</summary>
    public static readonly string[] ClipFields = ["voice", "voice_file", "reference", "reference_audio", "files", "file", "audio"];

    /// <summary>A sentence of six seconds: what a listener waits for at most.</summary>
    private const int FirstPieceCharacters = 100;

    private readonly VoiceAliases _withBuiltIn = new(library, hasBuiltIn: true, options.VoiceAliases);
    private readonly VoiceAliases _withoutBuiltIn = new(library, hasBuiltIn: false, options.VoiceAliases);

    /// <summary>Takes a request on.</summary>
    /// <param name="context">The request; when its client goes away the work stops.</param>
    /// <param name="fields">Its fields.</param>
    /// <param name="files">Its files; recordings among them are the voice.</param>
    /// <param name="voiceFields">The fields that name the voice.</param>
    /// <param name="defaultFormat">The form of the audio where none is named.</param>
    /// <param name="streams">Whether audio of this format is sent as it is made.</param>
    public async Task<SpeechTicket> StartAsync(
        HttpContext context, RequestFields fields, IFormFileCollection files, string[] voiceFields, EncodedFormat defaultFormat, Predicate<EncodedFormat> streams)
    {
        ModelProfile model = engine.RequireProfile();
        SpeechInput input = reader.Read(fields, model, voiceFields, defaultFormat);
        encoders.Require(input.Format, input.Speed);
        RequireClips(files);
        ResolvedVoice? resolved = files.Count > 0 ? null : Names().Resolve(input.Voice);
        using var deadline = new Deadline(engine.RequestTimeout, context.RequestAborted);
        QueuePlace? place = null;
        try
        {
            // A place is taken before the engine prepares a voice, so that a request that must come again costs it nothing; but not
            // while recordings are decoded, which may take long.
            if (resolved is not null)
                place = engine.Reserve();
            Voice voice = resolved is null
                ? await inline.PrepareAsync(files, () => place = engine.Reserve(), deadline.Token)
                : resolved.Voice is { } entry ? await library.GetAsync(entry.Id, Preparation(model), deadline.Token) : model.BuiltInVoice!;
            return Submit(context, input, resolved, voice, model, streams(input.Format), place!, deadline.Left);
        }
        catch (OperationCanceledException) when (deadline.Passed)
        {
            throw ErrorMap.Of(StopReason.Deadline);
        }
        finally
        {
            place?.Dispose();
        }
    }

    /// <summary>How voices are prepared for the model at hand.</summary>
    public VoicePreparation Preparation(ModelProfile model) => new(model.Family, model.VoiceMark, engine.PrepareAsync);

    /// <summary>The names that lead to voices.</summary>
    public VoiceAliases Names() => engine.State.Profile?.BuiltInVoice is null ? _withoutBuiltIn : _withBuiltIn;

    /// <summary>A recording in a field that is not known would be ignored, and another voice heard.</summary>
    private static void RequireClips(IFormFileCollection files)
    {
        if (files.FirstOrDefault(file => !ClipFields.Contains(file.Name, StringComparer.Ordinal)) is { } stray)
            throw ApiException.Invalid(stray.Name, $"There is a file in the field '{stray.Name}'. Send the recordings of a voice in one of these: {string.Join(", ", ClipFields)}.");
    }

    private SpeechTicket Submit(
        HttpContext context, SpeechInput input, ResolvedVoice? resolved, Voice voice, ModelProfile model, bool streaming, QueuePlace place, TimeSpan left)
    {
        SynthesisRequest request = input.Request with { Voice = voice, FirstPieceCharacters = streaming ? FirstPieceCharacters : null };
        SpeechPlan plan = new SpeechPlanner(model).Plan(request);
        EngineState state = engine.State;
        SpeechStream stream = engine.Submit(place, plan, streaming, left, context.RequestAborted);
        var ticket = new SpeechTicket(input, resolved, plan, ModelNames.Of(state), model.Card.Demonstration, place.Position, place.Estimate, stream);
        context.Items[typeof(SpeechTicket)] = ticket;
        return ticket;
    }
}
