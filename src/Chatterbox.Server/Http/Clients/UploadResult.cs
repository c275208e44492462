using System.Text.Json.Serialization;

namespace Chatterbox.Server.Http.Clients;

/// <summary>What became of files that were sent as voices.</summary>
/// <param name="Message">How many there are now.</param>
/// <param name="UploadedFiles">The voices that are there for the files, older ones of that name included.</param>
/// <param name="AllReferenceFiles">All voices of the library.</param>
/// <param name="Errors">The files that became none.</param>
internal sealed record UploadResult(
    [property: JsonPropertyName("message")] string Message,
    [property: JsonPropertyName("uploaded_files")] IReadOnlyList<string> UploadedFiles,
    [property: JsonPropertyName("all_reference_files")] IReadOnlyList<string> AllReferenceFiles,
    [property: JsonPropertyName("errors")] IReadOnlyList<UploadError> Errors);
