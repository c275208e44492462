using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Chatterbox.Audio;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Http.Speech;

[Collection(ServerTests.Name)]
public sealed class SpeechRouteTests : IAsyncLifetime
{
    private const int Tokens = 8;

    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Tts_answers_with_a_whole_wav_and_tells_how_it_was_made()
    {
        using HttpResponseMessage answer = await _server.PostAsync("/tts", new { text = "Hello there.", seed = 7, max_tokens = Tokens });
        AudioClip clip = await answer.AudioAsync();
        Assert.Equal((24_000, 1), (clip.SampleRate, clip.Channels));
        Assert.InRange(clip.Frames, 1, Tokens * 960);
        Assert.Equal("audio/wav", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(44 + 2 * clip.Frames, answer.Content.Headers.ContentLength);
        Assert.Equal(clip.Frames / 24_000.0, answer.Number("X-Audio-Duration"), 0.001);
        Assert.True(answer.Number("X-Real-Time-Factor") > 0);
        Assert.Equal(("7", "built-in", "chatterbox-original", "0"), (answer.Header("X-Seed"), answer.Header("X-Voice"), answer.Header("X-Model"), answer.Header("X-Queue-Position")));
    }

    [Theory]
    [FfmpegData("mp3", "audio/mpeg", 2500)]
    [FfmpegData("opus", "audio/opus", 1)]
    [FfmpegData("aac", "audio/aac", 3000)]
    [FfmpegData("flac", "audio/flac", 1)]
    [InlineData("wav", "audio/wav", 1)]
    public async Task Every_format_has_its_type_and_its_whole_length(string format, string type, int padding)
    {
        object body = new { model = "tts-1", input = "Hello there.", voice = "alloy", response_format = format, seed = 3, max_tokens = Tokens };
        using HttpResponseMessage answer = await _server.PostAsync("/v1/audio/speech", body);
        AudioClip clip = await answer.AudioAsync();
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("alloy", answer.Header("X-Voice-Alias"));
        int expected = (await PcmAsync(3)).Length / 2;
        Assert.InRange(clip.Frames * 24_000L / clip.SampleRate, expected - 1, expected + padding);
    }

    [FfmpegFact]
    public async Task Mp3_is_what_OpenAI_clients_get_by_default()
    {
        using HttpResponseMessage answer = await _server.PostAsync("/v1/audio/speech", new { model = "tts-1", input = "Hello.", voice = new { id = "nova" }, max_tokens = Tokens });
        Assert.Equal("audio/mpeg", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_samples_alone_and_among_others()
    {
        byte[][] alone = [await PcmAsync(1), await PcmAsync(2), await PcmAsync(3)];
        byte[][] together = await Task.WhenAll(PcmAsync(1), PcmAsync(2), PcmAsync(3), PcmAsync(1));
        Assert.Equal(alone[0], together[0]);
        Assert.Equal(alone[1], together[1]);
        Assert.Equal(alone[2], together[2]);
        Assert.Equal(alone[0], together[3]);
        Assert.NotEqual(alone[0], alone[1]);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("input")]
    public async Task Json_and_form_and_query_say_the_same(string textField)
    {
        byte[] expected = await PcmAsync(5);
        using var form = new MultipartFormDataContent { { new StringContent("Hello there."), textField }, { new StringContent("5"), "seed" }, { new StringContent("8"), "max_tokens" }, { new StringContent("pcm"), "response_format" } };
        using HttpResponseMessage posted = await _server.Client.PostAsync("/tts", form);
        Assert.Equal(expected, await posted.Content.ReadAsByteArrayAsync());
        Assert.Equal(expected, await _server.Client.GetByteArrayAsync($"/tts-stream?{textField}=Hello%20there.&seed=5&max_tokens=8&response_format=pcm"));
    }

    [Theory]
    [InlineData("/tts")]
    [InlineData("/v1/audio/speech")]
    public async Task Empty_fields_are_absent(string route)
    {
        var body = new Dictionary<string, object?>
        {
            ["input"] = "", ["text"] = "Hello there.", ["seed"] = 5, ["max_tokens"] = Tokens, ["response_format"] = "", ["output_format"] = "pcm",
            ["model"] = "", ["language"] = " ", ["instructions"] = "", ["stream_format"] = "",
        };
        foreach (object voice in (object[])["", "  ", new { id = "" }])
        {
            body["voice"] = voice;
            using HttpResponseMessage answer = await _server.PostAsync(route, body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(("built-in", null), (answer.Header("X-Voice"), answer.Header("X-Ignored-Parameters")));
            Assert.Equal(await PcmAsync(5), await answer.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task A_recording_in_the_request_is_the_voice()
    {
        byte[] builtIn = await PcmAsync(5), cloned = await ClonedAsync("voice"), again = await ClonedAsync("reference");
        Assert.NotEqual(builtIn, cloned);
        Assert.Equal(cloned, again);
    }

    [Fact]
    public async Task Streams_are_sent_piece_by_piece()
    {
        string text = string.Join(' ', Enumerable.Repeat("One two three four five six seven.", 40));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/tts-stream") { Content = Json(new { text, seed = 1, max_tokens = 6, response_format = "pcm" }) };
        using HttpResponseMessage answer = await _server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using Stream body = await answer.Content.ReadAsStreamAsync();
        byte[] first = new byte[1000];
        await body.ReadExactlyAsync(first);
        Assert.True(_server.Engine.Requests > 0, "The first audio came when all was done.");
        using var rest = new MemoryStream();
        await body.CopyToAsync(rest);
        using HttpResponseMessage again = await _server.PostAsync("/v1/audio/speech", new { input = text, seed = 1, max_tokens = 6, response_format = "pcm" });
        Assert.Equal<byte>(await again.Content.ReadAsByteArrayAsync(), (byte[])[.. first, .. rest.ToArray()]);
    }

    [Fact]
    public async Task A_stream_starts_with_a_short_piece_and_a_whole_answer_does_not()
    {
        const string text = "It was a bright cold day in April, and the clocks were striking thirteen. Nobody in the whole street had heard of it before.";
        Assert.True(text.Length < 150, "One piece is enough for it.");
        using HttpResponseMessage whole = await _server.PostAsync("/tts", new { text, seed = 1, max_tokens = 6, response_format = "pcm" });
        using HttpResponseMessage stream = await _server.PostAsync("/tts-stream", new { text, seed = 1, max_tokens = 6, response_format = "pcm" });
        int one = (await whole.Content.ReadAsByteArrayAsync()).Length, two = (await stream.Content.ReadAsByteArrayAsync()).Length;
        Assert.True(two > one + 2 * 24_000 * 0.2, $"{one} and {two} bytes: there is no second piece behind a pause.");
    }

    [Fact]
    public async Task A_text_is_cut_into_pieces_as_long_as_the_request_says()
    {
        const string text = "It was a bright cold day. The clocks were striking thirteen.";
        int whole = await LengthAsync(new { text, seed = 1, max_tokens = 6, response_format = "pcm" });
        int cut = await LengthAsync(new { text, seed = 1, max_tokens = 6, response_format = "pcm", chunk_size = 40 });
        int uncut = await LengthAsync(new { text, seed = 1, max_tokens = 6, response_format = "pcm", chunk_size = 40, split_text = false });
        Assert.Equal(whole, uncut);
        Assert.True(cut > whole + 2 * 24_000 * 0.2, $"{whole} and {cut} bytes: there is no second piece behind a pause.");

        async Task<int> LengthAsync(object body)
        {
            using HttpResponseMessage answer = await _server.PostAsync("/tts", body);
            return (await answer.Content.ReadAsByteArrayAsync()).Length;
        }
    }

    [Theory]
    [InlineData("/tts")]
    [InlineData("/tts-stream")]
    public async Task What_was_put_right_stands_in_the_headers(string route)
    {
        // A random checkpoint never stops by itself.
        using HttpResponseMessage answer = await _server.PostAsync(route, new { text = "Hi.", seed = 1, response_format = "pcm" });
        Assert.Contains("LimitReached", answer.Header("X-Repairs"), StringComparison.Ordinal);
        Assert.Contains("Retried", answer.Header("X-Repairs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_hold_the_audio_and_its_usage()
    {
        using HttpResponseMessage answer = await _server.PostAsync(
            "/v1/audio/speech", new { model = "tts-1", input = "Hello there.", voice = "alloy", response_format = "pcm", stream_format = "sse", seed = 5, max_tokens = Tokens });
        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType?.MediaType);
        JsonElement[] events = [.. (await answer.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line["data: ".Length..]).RootElement)];
        byte[] audio = [.. events[..^1].SelectMany(delta => delta.GetProperty("audio").GetBytesFromBase64())];
        Assert.All(events[..^1], delta => Assert.Equal("speech.audio.delta", delta.GetProperty("type").GetString()));
        Assert.Equal(await PcmAsync(5), audio);
        Assert.Equal("speech.audio.done", events[^1].GetProperty("type").GetString());
        JsonElement usage = events[^1].GetProperty("usage");
        int input = usage.GetProperty("input_tokens").GetInt32(), output = usage.GetProperty("output_tokens").GetInt32();
        Assert.InRange(input, 5, 20);
        Assert.InRange(output, 1, Tokens);
        Assert.Equal(input + output, usage.GetProperty("total_tokens").GetInt32());
    }

    [FfmpegFact]
    public async Task Speed_changes_the_length()
    {
        using HttpResponseMessage answer = await _server.PostAsync("/tts", new { text = "Hello there.", seed = 5, max_tokens = 25, speed = 2, response_format = "pcm" });
        byte[] fast = await answer.Content.ReadAsByteArrayAsync();
        byte[] normal = await PcmAsync(5, 25);
        Assert.InRange(fast.Length, normal.Length * 0.4, normal.Length * 0.6);
    }

    [Theory]
    [InlineData("temperature", 5.1, "from 0 to 5")]
    [InlineData("exaggeration", -1, "from 0 to 2")]
    [InlineData("cfg_weight", 3, "from 0 to 2")]
    [InlineData("speed", 0.1, "from 0.25 to 4")]
    [InlineData("seed", -2, "from -1 to")]
    [InlineData("top_p", 0, "from 0.001 to 1")]
    [InlineData("max_tokens", 0, "from 1 to 4096")]
    [InlineData("steps", 51, "from 1 to 50")]
    [InlineData("guidance_every", 5, "from 1 to 4")]
    [InlineData("guidance_every", 1.5, "from 1 to 4")]
    [InlineData("reference_seconds", 0.5, "from 1 to 10")]
    public async Task What_is_out_of_range_is_refused_with_the_range(string name, double value, string range)
    {
        var body = new Dictionary<string, object> { ["input"] = "Hello.", [name] = value };
        using HttpResponseMessage answer = await _server.PostAsync("/v1/audio/speech", body);
        JsonElement error = await answer.EnvelopeAsync(HttpStatusCode.BadRequest, "invalid_value");
        Assert.Equal((name, "invalid_request_error"), (error.GetProperty("param").GetString(), error.GetProperty("type").GetString()));
        Assert.Contains(range, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"text":""}""", "missing_field")]
    [InlineData("""{"text":"   "}""", "missing_field")]
    [InlineData("""{}""", "missing_field")]
    [InlineData("""{"text":"","input":" ","voice":"nobody"}""", "missing_field")]
    [InlineData("""{"text":5}""", "invalid_value")]
    [InlineData("""{"text":"\ud800"}""", "invalid_value")]
    [InlineData("""[1]""", "invalid_body")]
    [InlineData("""{"text":"a""", "invalid_body")]
    [InlineData("""{"text":"a","response_format":"ogg"}""", "unsupported_format")]
    [InlineData("""{"text":"a","temperature":"hot"}""", "invalid_value")]
    [InlineData("""{"text":"a","voice":{"name":"x"}}""", "invalid_value")]
    public async Task What_is_malformed_is_refused(string json, string code)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await _server.Client.PostAsync("/tts", content);
        await answer.ProblemAsync(HttpStatusCode.BadRequest, code);
    }

    [Theory]
    [InlineData("/tts")]
    [InlineData("/tts-stream")]
    [InlineData("/v1/audio/speech")]
    [InlineData("/tts_to_audio")]
    public async Task What_makes_it_faster_changes_the_sound_but_not_the_length(string route)
    {
        byte[] whole = await SpeechAsync([]);
        Assert.Equal(whole, await SpeechAsync(new() { ["guidance_every"] = 1, ["reference_seconds"] = 10 }));
        foreach ((string name, object value) in ((string, object)[])[("steps", 2), ("guidance_every", 2), ("reference_seconds", 1.5)])
        {
            byte[] faster = await SpeechAsync(new() { [name] = value });
            Assert.Equal(whole.Length, faster.Length);
            Assert.NotEqual(whole, faster);
        }

        async Task<byte[]> SpeechAsync(Dictionary<string, object> settings)
        {
            Dictionary<string, object> body = new(settings) { ["text"] = "Hello.", ["seed"] = 5, ["max_tokens"] = 2, ["response_format"] = "pcm" };
            body.TryAdd("steps", 3);
            using HttpResponseMessage answer = await _server.PostAsync(route, body);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            return await answer.Content.ReadAsByteArrayAsync();
        }
    }

    [Fact]
    public async Task Reused_guidance_is_refused_where_there_is_none()
    {
        await using TestServer turbo = await TestServer.StartAsync(caseName: "turbo-tiny");
        using HttpResponseMessage refused = await turbo.PostAsync("/v1/audio/speech", new { input = "Hello.", guidance_every = 2 });
        JsonElement error = await refused.EnvelopeAsync(HttpStatusCode.BadRequest, "invalid_value");
        Assert.Equal("guidance_every", error.GetProperty("param").GetString());
        Assert.Contains("Turbo's flow has no guidance. Leave it out.", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        using HttpResponseMessage taken = await turbo.PostAsync("/tts", new { text = "Hello.", guidance_every = 1, reference_seconds = 5, max_tokens = 2 });
        Assert.Equal(HttpStatusCode.OK, taken.StatusCode);
    }

    [Fact]
    public async Task An_unknown_voice_is_never_another_voice()
    {
        using HttpResponseMessage answer = await _server.PostAsync("/tts", new { text = "Hello.", voice = "../../etc/passwd" });
        string message = await answer.ProblemAsync(HttpStatusCode.NotFound, "voice_not_found");
        Assert.Contains("There is no such voice", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/tts")]
    [InlineData("/tts-stream")]
    public async Task A_recording_in_an_unknown_field_is_never_another_voice(string route)
    {
        using MultipartFormDataContent form = new() { { new StringContent("Hello."), "text" }, { new StringContent("clone"), "voice_mode" } };
        form.Add(new ByteArrayContent([1, 2, 3]), "audio_sample", "me.wav");
        using HttpResponseMessage answer = await _server.Client.PostAsync(route, form);
        string detail = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_value");
        Assert.Contains("audio_sample", detail, StringComparison.Ordinal);
        Assert.Contains("voice_file", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_seed_of_0_is_a_seed_but_with_voice_mode_asks_for_a_new_one()
    {
        using HttpResponseMessage fixedSeed = await _server.PostAsync("/tts", new { text = "Hello.", seed = 0, max_tokens = Tokens });
        Assert.Equal("0", fixedSeed.Header("X-Seed"));
        using HttpResponseMessage drawn = await _server.PostAsync("/tts", new { text = "Hello.", voice_mode = "predefined", seed = 0, max_tokens = Tokens });
        Assert.NotEqual("0", drawn.Header("X-Seed"));
    }

    [Fact]
    public async Task What_the_family_makes_no_use_of_is_named()
    {
        using HttpResponseMessage answer = await _server.PostAsync("/tts", new { text = "Hello.", instructions = "Whisper.", language = "fr", max_tokens = 2, unknown = 1 });
        Assert.Equal("instructions, language", answer.Header("X-Ignored-Parameters"));
    }

    [Fact]
    public async Task Bodies_of_another_type_and_recordings_that_are_none_are_refused()
    {
        using var plain = new StringContent("Hello.", Encoding.UTF8, "text/plain");
        using HttpResponseMessage answer = await _server.Client.PostAsync("/tts", plain);
        await answer.ProblemAsync(HttpStatusCode.UnsupportedMediaType, "unsupported_media_type");
        using var form = new MultipartFormDataContent { { new StringContent("Hello."), "text" }, { new ByteArrayContent("This is no audio."u8.ToArray()), "voice", "me.wav" } };
        using HttpResponseMessage recording = await _server.Client.PostAsync("/tts", form);
        await recording.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
    }

    private async Task<byte[]> PcmAsync(int seed, int tokens = Tokens)
    {
        using HttpResponseMessage answer = await _server.PostAsync("/tts", new { text = "Hello there.", seed, max_tokens = tokens, response_format = "pcm" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private async Task<byte[]> ClonedAsync(string field)
    {
        var recording = new ByteArrayContent(await File.ReadAllBytesAsync(Chatterbox.Tests.Audio.Speech.Path("other/LJ001-0001.wav")));
        recording.Headers.ContentType = new MediaTypeHeaderValue("audio/wav");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("Hello there."), "text" }, { new StringContent("5"), "seed" }, { new StringContent("8"), "max_tokens" }, { new StringContent("pcm"), "response_format" }, { recording, field, "me.wav" },
        };
        using HttpResponseMessage answer = await _server.Client.PostAsync("/tts", form);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("inline", answer.Header("X-Voice"));
        return await answer.Content.ReadAsByteArrayAsync();
    }

    private static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
}
