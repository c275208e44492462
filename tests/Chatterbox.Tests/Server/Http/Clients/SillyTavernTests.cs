using System.Globalization;
using System.Net;
using System.Text.Json;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>What SillyTavern sends with its provider Chatterbox and with its provider for servers like OpenAI's.</summary>
[Collection(ClientTests.Name)]
public sealed class SillyTavernTests(ClientServer server)
{
    private static readonly Dictionary<string, object?> Tts = new()
    {
        ["text"] = "Hello there.", ["voice_mode"] = "predefined", ["predefined_voice_id"] = ClientServer.Voice + ".wav", ["temperature"] = 0.8,
        ["exaggeration"] = 0.5, ["cfg_weight"] = 0.5, ["seed"] = 7, ["speed_factor"] = 1, ["language"] = "en", ["split_text"] = true,
        ["chunk_size"] = 120, ["output_format"] = "wav", ["max_tokens"] = ClientServer.MaxTokens,
    };

    [FfmpegFact]
    public async Task A_provider_like_OpenAI_asks_for_mp3()
    {
        Dictionary<string, object?> fields = new()
        {
            ["model"] = "tts-1", ["input"] = "Hello there.", ["voice"] = ClientServer.Voice, ["response_format"] = "mp3", ["speed"] = 1,
            ["seed"] = 5, ["max_tokens"] = ClientServer.MaxTokens,
        };
        await server.AssertMp3Async(await server.Server.PostAsync("/v1/audio/speech", fields), fields);
    }

    [Fact]
    public async Task The_root_tells_that_the_server_is_there()
    {
        using HttpResponseMessage answer = await server.Client.GetAsync("/");
        string page = await Answer.TextAsync(answer, HttpStatusCode.OK, "text/html");
        Assert.Contains("<title>Chatterbox Server</title>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/swagger\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/health/ready\"", page, StringComparison.Ordinal);

        // Nothing is loaded from elsewhere, and nothing could be.
        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.StartsWith("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_lists_have_the_voice()
    {
        JsonElement voices = await Answer.JsonAsync(await server.Client.GetAsync("/get_predefined_voices"));
        JsonElement emily = voices.EnumerateArray().Single(voice => voice.GetProperty("display_name").GetString() == ClientServer.Voice);
        Assert.Equal(ClientServer.Voice, emily.GetProperty("voice_id").GetString());
        Assert.Equal(ClientServer.Voice, emily.GetProperty("filename").GetString());
        Assert.Equal(JsonValueKind.Null, emily.GetProperty("language").ValueKind);
        Assert.Contains(voices.EnumerateArray(), voice => voice.GetProperty("filename").GetString() == "alloy");
        string[] references = Answer.Strings(await Answer.JsonAsync(await server.Client.GetAsync("/get_reference_files")));
        Assert.Contains(ClientServer.Voice, references);
        Assert.DoesNotContain("alloy", references);
    }

    [Theory]
    [InlineData("predefined", "predefined_voice_id")]
    [InlineData("clone", "reference_audio_filename")]
    [InlineData("predefined", "reference_audio_filename")]
    [InlineData("clone", "predefined_voice_id")]
    public async Task Tts_takes_the_voice_of_either_mode_by_its_file(string mode, string field)
    {
        Dictionary<string, object?> fields = ClientServer.With(Tts, ("voice_mode", mode), ("predefined_voice_id", null), (field, ClientServer.Voice + ".wav"));
        using HttpResponseMessage answer = await server.Server.PostAsync("/tts", fields);
        await server.AssertWavAsync(answer, ClientServer.With(Tts, ("voice_mode", null), ("predefined_voice_id", null), ("voice", ClientServer.Voice)));
        Assert.Equal(ClientServer.Voice, answer.Headers.GetValues("X-Voice").Single());
    }

    [Theory]
    [InlineData("predefined", ClientServer.Voice)]
    [InlineData("clone", "built-in")]
    public async Task Of_two_voices_the_one_of_the_mode_speaks(string mode, string expected)
    {
        Dictionary<string, object?> fields = ClientServer.With(Tts, ("voice_mode", mode), ("reference_audio_filename", "built-in"));
        using HttpResponseMessage answer = await server.Server.PostAsync("/tts", fields);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(expected, answer.Headers.GetValues("X-Voice").Single());
    }

    [Theory]
    [InlineData("predefined", "predefined_voice_id")]
    [InlineData("clone", "reference_audio_filename")]
    public async Task A_mode_without_its_voice_is_refused(string mode, string field)
    {
        foreach (string? nothing in (string?[])[null, ""])
        {
            Dictionary<string, object?> query = new() { ["text"] = "Hello.", ["voice_mode"] = mode, ["predefined_voice_id"] = nothing };
            using HttpResponseMessage answer = await server.Client.GetAsync("/tts-stream?" + QueryOf(query));
            JsonElement error = await Answer.JsonAsync(answer, HttpStatusCode.BadRequest, "application/problem+json");
            Assert.Equal("missing_field", error.GetProperty("code").GetString());
            Assert.Equal(field, error.GetProperty("field").GetString());
            Assert.Contains($"'{field}' is missing", error.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        using HttpResponseMessage whole = await server.Server.PostAsync("/tts", new { text = "Hello.", voice_mode = mode });
        Assert.Equal(HttpStatusCode.BadRequest, whole.StatusCode);
        using HttpResponseMessage strange = await server.Server.PostAsync("/tts", ClientServer.With(Tts, ("voice_mode", "other")));
        Assert.Equal("voice_mode", (await Answer.JsonAsync(strange, HttpStatusCode.BadRequest, "application/problem+json")).GetProperty("field").GetString());
    }

    /// <summary>As the address of an audio element has it: a seed of -1, no guidance, Chinese of a region.</summary>
    [Theory]
    [InlineData("wav")]
    [FfmpegData("mp3")]
    public async Task The_stream_of_a_query_is_audio_with_a_seed_of_its_own(string format)
    {
        Dictionary<string, object?> query = ClientServer.With(Tts, ("seed", -1), ("cfg_weight", 0), ("exaggeration", 0), ("language", "zh-cn"), ("output_format", format));
        using HttpResponseMessage answer = await server.Client.GetAsync("/tts-stream?" + QueryOf(query));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        long seed = long.Parse(answer.Headers.GetValues("X-Seed").Single(), CultureInfo.InvariantCulture);
        Dictionary<string, object?> same = ClientServer.With(query, ("seed", seed));
        await (format == "wav" ? server.AssertWavAsync(answer, same) : server.AssertMp3Async(answer, same));
        Assert.Equal("language", answer.Headers.GetValues("X-Ignored-Parameters").Single());
        using HttpResponseMessage again = await server.Client.GetAsync("/tts-stream?" + QueryOf(query));
        Assert.NotEqual(seed.ToString(CultureInfo.InvariantCulture), again.Headers.GetValues("X-Seed").Single());
    }

    [Fact]
    public async Task A_stream_of_tts_has_the_same_samples()
    {
        using HttpResponseMessage answer = await server.Server.PostAsync("/tts", ClientServer.With(Tts, ("stream", true)));
        await server.AssertWavAsync(answer, Tts);
    }

    [Theory]
    [InlineData("temperature", 9)]
    [InlineData("speed_factor", 0)]
    [InlineData("seed", -2)]
    [InlineData("output_format", "wma")]
    [InlineData("text", " ")]
    public async Task What_is_wrong_is_told_before_any_audio(string field, object value)
    {
        using HttpResponseMessage answer = await server.Client.GetAsync("/tts-stream?" + QueryOf(ClientServer.With(Tts, (field, value))));
        await Answer.JsonAsync(answer, HttpStatusCode.BadRequest, "application/problem+json");
        using HttpResponseMessage posted = await server.Server.PostAsync("/tts", ClientServer.With(Tts, ("stream", true), (field, value)));
        await Answer.JsonAsync(posted, HttpStatusCode.BadRequest, "application/problem+json");
    }

    [Fact]
    public async Task Keys_that_nobody_knows_do_no_harm()
    {
        using HttpResponseMessage answer = await server.Server.PostAsync("/tts", ClientServer.With(Tts, ("volume", 11), ("nested", new { a = new[] { 1, 2 } }), ("style", "sad")));
        await server.AssertWavAsync(answer, Tts);
    }

    private static string QueryOf(IEnumerable<KeyValuePair<string, object?>> fields) => string.Join('&', fields.Select(
        field => $"{field.Key}={Uri.EscapeDataString(string.Create(CultureInfo.InvariantCulture, $"{field.Value}"))}"));
}
