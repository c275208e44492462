using System.Text.Json;
using Chatterbox.Server.Http.Errors;
using Chatterbox.Server.Operation;
using Chatterbox.Server.Voices;
using Microsoft.AspNetCore.Http.Features;

namespace Chatterbox.Server.Http.Speech;

/// <summary>Reads the body of a request as fields and, from a form, files. Form files lie in temporary files that go with the request.</summary>
internal static class RequestBody
{
    /// <summary>What a JSON body may have beside its text. A parsed one takes many times the memory of its bytes.</summary>
    private const long OtherJsonBytes = 256 << 10;

    /// <summary>A character outside of the first plane, which counts as two, is written with 12 bytes at most.</summary>
    private const int JsonBytesOfCharacter = 6;

    private static readonly JsonDocumentOptions Json = new() { MaxDepth = 16 };

    /// <summary>The fields and files, by content type.</summary>
    /// <exception cref="ApiException">The body is malformed or of another type.</exception>
    public static async Task<(RequestFields Fields, IFormFileCollection Files)> ReadAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        if (!request.HasFormContentType)
            return (await ReadJsonAsync(context), new FormFileCollection());
        Guard(context);
        try
        {
            IFormCollection form = await request.ReadFormAsync(context.RequestAborted);
            return (new RequestFields(form), form.Files);
        }
        catch (Exception error) when (VoiceStorageException.IsOfTheDisk(error))
        {
            throw VoiceStorageException.For("The upload could not be stored", error);
        }
        catch (IOException error) when (error is not BadHttpRequestException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, ErrorCodes.InvalidBody, "The form has no end: its last boundary is missing.");
        }
    }

    /// <summary>The fields of a JSON body.</summary>
    /// <exception cref="ApiException">The body is malformed or of another type.</exception>
    public static async Task<RequestFields> ReadJsonAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "Send the fields as application/json, or with files as multipart/form-data.");
        Guard(context);
        LimitJson(context);
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

    /// <summary>A compressed body is refused, never unpacked: a small one could hold gigabytes. One that stops coming is not waited for.</summary>
    private static void Guard(HttpContext context)
    {
        HttpRequest request = context.Request;
        string coding = request.Headers.ContentEncoding.ToString();
        if (coding is not "" && !coding.Equals("identity", StringComparison.OrdinalIgnoreCase))
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, ErrorCodes.UnsupportedMediaType, "Send the body as it is: this server takes no Content-Encoding.");
        request.Body = new ArrivingBody(request.BodyReader, TimeSpan.FromSeconds(context.RequestServices.GetRequiredService<ServerOptions>().SlowClientSeconds));
    }

    private static void LimitJson(HttpContext context)
    {
        long most = (long)JsonBytesOfCharacter * context.RequestServices.GetRequiredService<ServerOptions>().MaxTextCharacters + OtherJsonBytes;
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit && !(limit.MaxRequestBodySize < most))
            limit.MaxRequestBodySize = most;
    }
}
