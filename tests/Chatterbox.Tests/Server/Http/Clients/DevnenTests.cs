using System.Net;
using System.Text;
using System.Text.Json;

namespace Chatterbox.Tests.Server.Http.Clients;

/// <summary>The upload and the descriptions of devnen/Chatterbox-TTS-Server.</summary>
[Collection(ClientTests.Name)]
public sealed class DevnenTests(ClientServer server)
{
    [Fact]
    public async Task Each_file_becomes_a_voice_and_a_broken_one_is_told()
    {
        byte[] recording = ClientServer.Recording, noise = Encoding.ASCII.GetBytes("This is no audio.");
        using HttpResponseMessage answer = await server.UploadAsync(("Ann B.wav", recording), ("broken.wav", noise), ("../../Carl.wav", recording), ("bad?.wav", recording));
        JsonElement body = await Answer.JsonAsync(answer);
        Assert.Equal(["Ann B", "Carl"], Answer.Strings(body.GetProperty("uploaded_files")));
        Assert.Equal("2 of 4 recordings are voices now.", body.GetProperty("message").GetString());
        string[] all = Answer.Strings(body.GetProperty("all_reference_files"));
        Assert.Equal(all, Answer.Strings(await Answer.JsonAsync(await server.Client.GetAsync("/get_reference_files"))));
        Assert.Superset(new HashSet<string> { "Ann B", "Carl", ClientServer.Voice }, all.ToHashSet());
        Assert.DoesNotContain("broken", all);
        (string?, string)[] errors = [.. body.GetProperty("errors").EnumerateArray().Select(error => (error.GetProperty("filename").GetString(), error.GetProperty("error").GetString()!))];
        Assert.Equal(["broken.wav", "bad?.wav"], errors.Select(error => error.Item1));
        Assert.Contains("not audio", errors[0].Item2, StringComparison.Ordinal);
        Assert.Contains("U+003F", errors[1].Item2, StringComparison.Ordinal);
        Assert.All(errors, error => Assert.DoesNotContain(server.VoicesFolder, error.Item2, StringComparison.Ordinal));

        using HttpResponseMessage speech = await server.Server.PostAsync("/v1/audio/speech", new { input = "Hello.", voice = "Ann B.wav", response_format = "wav", max_tokens = ClientServer.MaxTokens });
        await Answer.AudioAsync(speech, "audio/wav");
        Assert.Equal("Ann%20B", speech.Headers.GetValues("X-Voice").Single());
    }

    [Fact]
    public async Task A_voice_that_is_there_is_left_as_it_is()
    {
        using HttpResponseMessage answer = await server.UploadAsync(($"{ClientServer.Voice}.mp3", Encoding.ASCII.GetBytes("not looked at")));
        JsonElement body = await Answer.JsonAsync(answer);
        Assert.Equal([ClientServer.Voice], Answer.Strings(body.GetProperty("uploaded_files")));
        Assert.Empty(body.GetProperty("errors").EnumerateArray());
        string id = (await Answer.JsonAsync(await server.Client.GetAsync("/voices/" + ClientServer.Voice))).GetProperty("id").GetString()!;
        Assert.Equal(ClientServer.Recording, await server.Client.GetByteArrayAsync($"/voices/{id}/clips/0"));
    }

    [Fact]
    public async Task Files_of_which_none_serves_are_refused()
    {
        JsonElement body = await Answer.JsonAsync(await server.UploadAsync(("empty.wav", []), (".wav", ClientServer.Recording)), HttpStatusCode.BadRequest);
        Assert.Empty(body.GetProperty("uploaded_files").EnumerateArray());
        Assert.Equal(2, body.GetProperty("errors").GetArrayLength());
        JsonElement reserved = await Answer.JsonAsync(await server.UploadAsync(("default.wav", ClientServer.Recording), ("Built-in.wav", ClientServer.Recording)), HttpStatusCode.BadRequest);
        Assert.All(reserved.GetProperty("errors").EnumerateArray(), error => Assert.Contains("stands for", error.GetProperty("error").GetString(), StringComparison.Ordinal));
        Assert.DoesNotContain("default", Answer.Strings(reserved.GetProperty("all_reference_files")));
        Assert.DoesNotContain("empty", Answer.Strings(body.GetProperty("all_reference_files")));

        using var form = new MultipartFormDataContent { { new StringContent("x"), "name" } };
        JsonElement missing = await Answer.JsonAsync(await server.Client.PostAsync("/upload_reference", form), HttpStatusCode.BadRequest, "application/problem+json");
        Assert.Equal("files", missing.GetProperty("field").GetString());
        using HttpResponseMessage json = await server.Server.PostAsync("/upload_reference", new { files = "x" });
        await Answer.JsonAsync(json, HttpStatusCode.UnsupportedMediaType, "application/problem+json");
    }

    [Fact]
    public async Task The_model_is_described_as_it_is()
    {
        JsonElement model = await Answer.JsonAsync(await server.Client.GetAsync("/api/model-info"));
        Assert.True(model.GetProperty("loaded").GetBoolean());
        Assert.Equal("original", model.GetProperty("type").GetString());
        Assert.Equal("cpu", model.GetProperty("device").GetString());
        Assert.Equal(24_000, model.GetProperty("sample_rate").GetInt32());
        Assert.True(model.GetProperty("supports_paralinguistic_tags").GetBoolean());
        Assert.Contains("laughter", Answer.Strings(model.GetProperty("available_paralinguistic_tags")));
        Assert.False(model.GetProperty("supports_multilingual").GetBoolean());
        Assert.Equal("""{"en":"English"}""", model.GetProperty("supported_languages").GetRawText());
        Assert.False(string.IsNullOrEmpty(model.GetProperty("class_name").GetString()));
        Assert.True(model.GetProperty("turbo_available_in_package").GetBoolean());
        Assert.True(model.GetProperty("multilingual_available_in_package").GetBoolean());
    }

    [Fact]
    public async Task The_data_of_the_page_joins_the_lists()
    {
        JsonElement data = await Answer.JsonAsync(await server.Client.GetAsync("/api/ui/initial-data"));
        foreach ((string field, string route) in ((string, string)[])
            [("reference_files", "/get_reference_files"), ("predefined_voices", "/get_predefined_voices"), ("model_info", "/api/model-info")])
            Assert.Equal(await server.Client.GetStringAsync(route), data.GetProperty(field).GetRawText());
        Assert.Equal("{}", data.GetProperty("config").GetRawText());
        Assert.Equal("[]", data.GetProperty("presets").GetRawText());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("initial_gen_result").ValueKind);
    }
}
