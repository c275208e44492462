using System.Text.Json;
using Chatterbox.Server.Http.Errors;

namespace Chatterbox.Server.Http.Speech;

/// <summary>Reads the body of a request as fields and, from a form, files. Form files lie in temporary files that go with the request.</summary>
internal static class RequestBody
{
    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 16 };

    /// <summary>The fields and files, by content type.</summary>
    /// <exception cref="ApiException">The body is malformed or of another type.</exception>
    public static async Task<(RequestFields Fields, IFormFileCollection Files)> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!request.HasFormContentType)
            return (await ReadJsonAsync(context), new FormFileCollection());
        IFormCollection form = await request.ReadFormAsync(context.RequestAborted);
        return (new RequestFields(form), form.Files);
    }

    /// <summary>The fields of a JSON body.</summary>
    /// <exception cref="ApiException">The body is malformed or of another type.</exception>
    public static async Task<RequestFields> ReadJsonAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "Send the fields as application/json, or with files as multipart/form-data.");
        try
        {
            using JsonDocument document = await JsonDocument.ParseAsync(context.Request.Body, Json, context.RequestAborted);
            return new RequestFields(document.RootElement.Clone());
        }
        catch (JsonException malformed)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody,
                $"The body is not well-formed JSON (line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}).");
        }
    }
}
