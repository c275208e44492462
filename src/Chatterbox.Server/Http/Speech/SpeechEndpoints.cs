using Chatterbox.Audio.Encoding;
using Chatterbox.Server.Http.Clients;
using Chatterbox.Server.Http.Errors;

namespace Chatterbox.Server.Http.Speech;

/// <summary>The routes that speak: /tts for everyone, /tts-stream for players, /v1/audio/speech as OpenAI has it.</summary>
internal static class SpeechEndpoints
{
    private static readonly string[] TtsVoices = ["voice", "predefined_voice_id", "reference_audio_filename", "voice_id", "speaker"];
    private static readonly string[] OpenAiVoices = ["voice"];

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/tts", TtsAsync);
        routes.MapPost("/tts-stream", StreamAsync);
        routes.MapGet("/tts-stream", StreamFromQueryAsync);
        routes.MapPost("/v1/audio/speech", OpenAiAsync);
    }

    private static async Task TtsAsync(HttpContext context, SpeechService service, SpeechResponder responder)
    {
        (RequestFields fields, IFormFileCollection files) = await RequestBody.ReadAsync(context);
        bool streaming = fields.Flag("stream") ?? false;
        SpeechTicket ticket = await StartAsync(context, service, fields, files, streaming);
        await (streaming ? responder.SendStreamedAsync(context, ticket) : responder.SendWholeAsync(context, ticket));
    }

    private static async Task StreamAsync(HttpContext context, SpeechService service, SpeechResponder responder)
    {
        (RequestFields fields, IFormFileCollection files) = await RequestBody.ReadAsync(context);
        await responder.SendStreamedAsync(context, await StartAsync(context, service, fields, files, streaming: true));
    }

    private static async Task StreamFromQueryAsync(HttpContext context, SpeechService service, SpeechResponder responder)
    {
        var fields = new RequestFields(context.Request.Query);
        await responder.SendStreamedAsync(context, await StartAsync(context, service, fields, new FormFileCollection(), streaming: true));
    }

    private static Task<SpeechTicket> StartAsync(HttpContext context, SpeechService service, RequestFields fields, IFormFileCollection files, bool streaming)
    {
        string[] voices = VoiceMode.Order(fields, TtsVoices, files.Count > 0);
        return service.StartAsync(context, fields, files, voices, EncodedFormat.Wav, _ => streaming);
    }

    /// <summary>Speaks as OpenAI's service does.</summary>
    public static async Task OpenAiAsync(HttpContext context, SpeechService service, SpeechResponder responder)
    {
        (RequestFields fields, IFormFileCollection files) = await RequestBody.ReadAsync(context);
        bool events = fields.Text("stream_format") switch
        {
            null or "audio" => false,
            "sse" => true,
            _ => throw ApiException.Invalid("stream_format", "'stream_format' must be audio or sse."),
        };
        SpeechTicket ticket = await service.StartAsync(context, fields, files, OpenAiVoices, EncodedFormat.Mp3, Streams);
        await (events ? responder.SendEventsAsync(context, ticket)
            : Streams(ticket.Input.Format) ? responder.SendStreamedAsync(context, ticket)
            : responder.SendWholeAsync(context, ticket));

        // The length of a WAV file stands at its beginning.
        bool Streams(EncodedFormat format) => events || format != EncodedFormat.Wav;
    }
}
