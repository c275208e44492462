using System.Net;
using System.Text;
using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>Reads answers and says what came instead.</summary>
internal static class Answer
{
    /// <summary>The body of an answer with this status and type.</summary>
    public static async Task<byte[]> BytesAsync(HttpResponseMessage answer, HttpStatusCode status, string type)
    {
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        string text = Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 500)));
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        return body;
    }

    /// <summary>The body as text.</summary>
    public static async Task<string> TextAsync(HttpResponseMessage answer, HttpStatusCode status, string type) =>
        Encoding.UTF8.GetString(await BytesAsync(answer, status, type));

    /// <summary>The audio of an answer, whatever its kind.</summary>
    public static async Task<AudioClip> AudioAsync(HttpResponseMessage answer, string type) =>
        new AudioDecoder().Read(new MemoryStream(await BytesAsync(answer, HttpStatusCode.OK, type)));

    /// <summary>The JSON of an answer.</summary>
    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json")
    {
        using JsonDocument document = JsonDocument.Parse(await BytesAsync(answer, status, type));
        return document.RootElement.Clone();
    }

    /// <summary>The strings of a list.</summary>
    public static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];
}
