using System.Globalization;
using System.Net;
using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Server.Http;

/// <summary>What tests read of answers.</summary>
internal static class Answers
{
    /// <summary>The audio of an answer that must be one.</summary>
    public static async Task<AudioClip> AudioAsync(this HttpResponseMessage answer)
    {
        byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {System.Text.Encoding.UTF8.GetString(bytes)}");
        return new AudioDecoder().Read(new MemoryStream(bytes));
    }

    /// <summary>A header of an answer, or null.</summary>
    public static string? Header(this HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out IEnumerable<string>? values) ? string.Join(",", values) : null;

    /// <summary>A header of an answer as a number.</summary>
    public static double Number(this HttpResponseMessage answer, string name) => double.Parse(answer.Header(name)!, CultureInfo.InvariantCulture);

    /// <summary>The body as JSON.</summary>
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    /// <summary>Fails unless the answer is problem details with this status and code; the message for people.</summary>
    public static async Task<string> ProblemAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {body}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonElement problem = JsonDocument.Parse(body).RootElement;
        Assert.Equal((code, (int)status), (problem.GetProperty("code").GetString(), problem.GetProperty("status").GetInt32()));
        Assert.Equal(answer.Header("X-Request-Id"), problem.GetProperty("requestId").GetString());
        return problem.GetProperty("detail").GetString()!;
    }

    /// <summary>Fails unless the answer is OpenAI's envelope with this status and code; the error.</summary>
    public static async Task<JsonElement> EnvelopeAsync(this HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        JsonElement error = (await answer.JsonAsync()).GetProperty("error");
        Assert.Equal((status, code), (answer.StatusCode, error.GetProperty("code").GetString()));
        Assert.Equal(["code", "message", "param", "type"], error.EnumerateObject().Select(property => property.Name).Order());
        return error;
    }
}
