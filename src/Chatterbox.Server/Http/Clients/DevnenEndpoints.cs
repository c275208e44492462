using Chatterbox.Audio;
using Chatterbox.Pipeline;
using Chatterbox.Server.Engine;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Speech;
using Chatterbox.Server.Http.Voices;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Clients;

/// <summary>
/// What clients of devnen/Chatterbox-TTS-Server call beside /tts: its lists, its upload and its page. There voices are files; here the
/// names of voices stand in their place, and are found with an extension too.
/// </summary>
internal static class DevnenEndpoints
{
    private const string UploadField = "files";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/", Page).WithMetadata(new KeyNotNeeded(ListsOnly: false));
        routes.MapGet("/get_predefined_voices", Predefined).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapGet("/get_reference_files", References).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapPost("/upload_reference", UploadAsync);
        routes.MapGet("/api/model-info", (SpeechEngine engine) => ModelInfo.Of(engine.State)).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapGet("/api/ui/initial-data", (SpeechEngine engine, VoiceLibrary library, SpeechService service) => new InitialData(
            new Dictionary<string, string>(), References(library), Predefined(library, service), [], null, ModelInfo.Of(engine.State)))
            .WithMetadata(new KeyNotNeeded(ListsOnly: true));
    }

    private static IResult Page(HttpContext context, SpeechEngine engine)
    {
        EngineState state = engine.State;
        context.Response.Headers.ContentSecurityPolicy = StartPage.Policy;
        return Results.Text(StartPage.Html(ModelNames.Of(state), state.Status.ToString().ToLowerInvariant()), "text/html; charset=utf-8");
    }

    private static IReadOnlyList<PredefinedVoice> Predefined(VoiceLibrary library, SpeechService service) =>
    [
        .. library.List().Select(voice => new PredefinedVoice(voice.Name, voice.Name, voice.Name, voice.Language)),
        .. service.Names().Names.Select(name => new PredefinedVoice(name, name, name, null)),
    ];

    private static IReadOnlyList<string> References(VoiceLibrary library) => [.. library.List().Select(voice => voice.Name)];

    /// <summary>Makes a voice of each file. One that cannot serve does not stop the others.</summary>
    private static async Task<IResult> UploadAsync(HttpContext context, VoiceLibrary library, VoiceUploads uploads, SpeechEngine engine)
    {
        if (!context.Request.HasFormContentType)
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "Send recordings as 'files' of multipart/form-data.");
        engine.RequireProfile();
        (_, IFormFileCollection files) = await RequestBody.ReadAsync(context);
        IReadOnlyList<IFormFile> recordings = files.GetFiles(UploadField);
        if (recordings.Count == 0)
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.MissingField, "There is no recording. Add one as the file 'files'.", UploadField);
        List<string> stored = [];
        List<UploadError> errors = [];
        foreach (IFormFile file in recordings)
        {
            try
            {
                stored.Add(await StoreAsync(file, library, uploads, context.RequestAborted));
            }
            catch (Exception error) when (error is VoiceNameException or VoiceConflictException or VoiceException or AudioFormatException or VoiceStorageException)
            {
                errors.Add(new UploadError(VoiceName.Printable(file.FileName), error.Message));
            }
        }

        var result = new UploadResult($"{stored.Count} of {recordings.Count} recordings are voices now.", stored, References(library), errors);
        return Results.Json(result, statusCode: stored.Count > 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    /// <summary>The name of the voice of a file, which is made unless it is there.</summary>
    private static async Task<string> StoreAsync(IFormFile file, VoiceLibrary library, VoiceUploads uploads, CancellationToken cancellation)
    {
        string name = Path.GetFileNameWithoutExtension(file.FileName[(file.FileName.LastIndexOfAny(['/', '\\']) + 1)..]);
        return (library.Find(name) ?? await uploads.CreateAsync(name, null, [file], cancellation)).Name;
    }
}
