using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Http.Speech;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;

namespace Chatterbox.Server.Http.Voices;

/// <summary>
/// The library of voices under /voices, with the methods of travisvn/chatterbox-tts-api beside its own, and as clients of OpenAI's
/// service know it under /v1/audio/voices. A word of a route in the place of a voice is reserved, see <see cref="VoiceName.IsWord"/>.
/// </summary>
internal static class VoiceEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/voices", List).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapPost("/voices", CreateAsync);
        routes.MapGet("/voices/default", GetDefault);
        routes.MapPut("/voices/default", SetDefaultAsync);
        routes.MapPost("/voices/default", SetDefaultAsync);
        routes.MapDelete("/voices/default", ClearDefault);
        routes.MapGet("/voices/{voice}", Get);
        routes.MapPatch("/voices/{voice}", RenameAsync);
        routes.MapPut("/voices/{voice}", RenameAsync);
        routes.MapDelete("/voices/{voice}", Delete);
        routes.MapGet("/voices/{voice}/clips/{clip:int}", Download);
        routes.MapGet("/voices/{voice}/download", DownloadFirst);
        routes.MapGet("/voices/{voice}/aliases", Aliases);
        routes.MapPost("/voices/{voice}/aliases", AddAliasAsync);
        routes.MapDelete("/voices/{voice}/aliases/{alias}", RemoveAlias);
        routes.MapGet("/v1/audio/voices", Names).WithMetadata(new KeyNotNeeded(ListsOnly: true));
        routes.MapPost("/v1/audio/voices", CreateAsync);
        routes.MapDelete("/v1/audio/voices/{voice}", Delete);
    }

    private static VoiceList List(VoiceLibrary library)
    {
        VoiceEntry? standard = library.GetDefault();
        VoiceBody[] voices = [.. library.List().Select(voice => VoiceBody.Of(voice, standard))];
        return new VoiceList(voices, voices.Length);
    }

    private static VoiceBody Get(string voice, VoiceLibrary library) => Body(Require(library, voice), library);

    private static async Task<IResult> CreateAsync(HttpContext context, VoiceLibrary library, VoiceUploads uploads)
    {
        if (!context.Request.HasFormContentType)
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "Send 'name' and one or more recordings as multipart/form-data.");
        (RequestFields fields, IFormFileCollection files) = await RequestBody.ReadAsync(context);
        string name = fields.RequiredText("name", "voice_name");
        if (files.Count == 0)
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.MissingField, "There is no recording. Add one as the file 'files'.", "files");
        VoiceEntry voice = await uploads.CreateAsync(name, fields.Text("language"), files, context.RequestAborted);
        return Results.Created($"/voices/{voice.Id}", Body(voice, library));
    }

    private static async Task<VoiceBody> RenameAsync(string voice, HttpContext context, VoiceLibrary library) =>
        Body(library.Rename(voice, (await FieldsAsync(context)).RequiredText("name", "new_name")), library);

    private static IResult Delete(string voice, VoiceLibrary library)
    {
        library.Delete(voice);
        return Results.NoContent();
    }

    private static IResult Download(string voice, int clip, VoiceLibrary library)
    {
        VoiceEntry entry = Require(library, voice);
        Stream content = library.OpenClip(voice, clip);
        return Results.File(content, "application/octet-stream", $"{entry.Id}-{clip}{Path.GetExtension(entry.Clips[clip].File)}");
    }

    private static IResult DownloadFirst(string voice, VoiceLibrary library) => Download(voice, 0, library);

    private static AliasList Aliases(string voice, VoiceLibrary library) => AliasList.Of(Require(library, voice));

    private static async Task<VoiceBody> AddAliasAsync(string voice, HttpContext context, VoiceLibrary library) =>
        Body(library.AddAlias(voice, (await FieldsAsync(context)).RequiredText("alias")), library);

    private static VoiceBody RemoveAlias(string voice, string alias, VoiceLibrary library) => Body(library.RemoveAlias(voice, alias), library);

    private static VoiceBody GetDefault(VoiceLibrary library) => library.GetDefault() is { } voice
        ? VoiceBody.Of(voice, voice)
        : throw new VoiceNotFoundException("No default voice is set; the model's own one speaks where none is named.");

    private static async Task<VoiceBody> SetDefaultAsync(HttpContext context, VoiceLibrary library) =>
        Body(library.SetDefault((await FieldsAsync(context)).RequiredText("voice", "name", "voice_name")), library);

    private static IResult ClearDefault(VoiceLibrary library)
    {
        library.ClearDefault();
        return Results.NoContent();
    }

    /// <summary>All names that lead to a voice, as clients list them; as plain strings with <c>?legacy=true</c>.</summary>
    private static IResult Names(VoiceLibrary library, SpeechService service, bool legacy = false)
    {
        NamedVoice[] voices = [.. library.List().Select(voice => new NamedVoice(voice.Id, voice.Name)), .. service.Names().Names.Select(name => new NamedVoice(name, name))];
        return legacy ? Results.Json(new { voices = voices.Select(voice => voice.Id) }) : Results.Json(new NamedVoiceList(voices));
    }

    private static async Task<RequestFields> FieldsAsync(HttpContext context) => (await RequestBody.ReadAsync(context)).Fields;

    private static VoiceBody Body(VoiceEntry voice, VoiceLibrary library) => VoiceBody.Of(voice, library.GetDefault());

    private static VoiceEntry Require(VoiceLibrary library, string voice) => library.Find(voice) ?? throw VoiceNotFoundException.For(voice);
}
