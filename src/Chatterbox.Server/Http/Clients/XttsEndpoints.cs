using Chatterbox.Audio.Encoding;
using Chatterbox.Server.Http.Speech;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Clients;

/// <summary>What clients of daswer123/xtts-api-server call. The list of languages, which has the same route there, is the other server's.</summary>
internal static class XttsEndpoints
{
    private static readonly string[] Voices = ["speaker_wav"];

    /// <summary>Adds the routes. One without a slash at its end is found with one too.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/speakers", Speakers).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapGet("/speakers_list", (VoiceLibrary library, SpeechService service) => Names(library, service)).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapPost("/set_tts_settings", (Delegate)SetAsync);
        routes.MapPost("/tts_to_audio", SpeakAsync);
        routes.MapGet("/tts_stream", StreamAsync);
    }

    private static IReadOnlyList<Speaker> Speakers(HttpRequest request, VoiceLibrary library, SpeechService service) =>
    [
        .. library.List().Select(voice => new Speaker(voice.Name, voice.Name, $"{request.Scheme}://{request.Host}/voices/{voice.Id}/clips/0")),
        .. service.Names().Names.Select(name => new Speaker(name, name, null)),
    ];

    private static IReadOnlyList<string> Names(VoiceLibrary library, SpeechService service) =>
        [.. library.List().Select(voice => voice.Name), .. service.Names().Names];

    private static async Task<MessageBody> SetAsync(HttpContext context)
    {
        XttsSettings.Require(await RequestBody.ReadJsonAsync(context));
        return new MessageBody("Nothing was set: here settings belong to a request. Send them with each one.");
    }

    private static async Task SpeakAsync(HttpContext context, SpeechService service, SpeechResponder responder)
    {
        (RequestFields fields, IFormFileCollection files) = await RequestBody.ReadAsync(context);
        await responder.SendWholeAsync(context, await service.StartAsync(context, fields, files, Voices, EncodedFormat.Wav, _ => false));
    }

    private static async Task StreamAsync(HttpContext context, SpeechService service, SpeechResponder responder)
    {
        var fields = new RequestFields(context.Request.Query);
        await responder.SendStreamedAsync(context, await service.StartAsync(context, fields, new FormFileCollection(), Voices, EncodedFormat.Wav, _ => true));
    }
}
