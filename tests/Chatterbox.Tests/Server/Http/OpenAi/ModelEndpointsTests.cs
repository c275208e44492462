using System.Net;
using System.Text.Json;
using Chatterbox.Text;

namespace Chatterbox.Tests.Server.Http.OpenAi;

/// <summary>Names of models, with one that speaks many languages: clients without a field for the language choose it by the name.</summary>
[Collection(ServerTests.Name)]
public sealed class ModelEndpointsTests : IAsyncLifetime
{
    private const string Prefix = "chatterbox-multilingual-";

    private TestServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(caseName: "multilingual-tiny-fr");

        // This checkpoint has no voice of its own.
        using MultipartFormDataContent form = Upload.Form("Linda", await File.ReadAllBytesAsync(Chatterbox.Tests.Audio.Speech.Path("other/LJ001-0001.wav")));
        using HttpResponseMessage made = await _server.Client.PostAsync("/voices", form);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Every_language_has_a_name_in_the_list()
    {
        JsonElement list = await (await _server.Client.GetAsync("/v1/models")).JsonAsync();
        string[] names = [.. list.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!)];
        Assert.Contains("chatterbox-multilingual", names);
        Assert.Equal(Languages.All.Select(language => Prefix + language.Code), names.Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)));
        Assert.Equal(HttpStatusCode.OK, (await _server.Client.GetAsync($"/v1/models/{Prefix}ko")).StatusCode);
        using HttpResponseMessage unknown = await _server.Client.GetAsync($"/v1/models/{Prefix}xx");
        await unknown.EnvelopeAsync(HttpStatusCode.NotFound, "model_not_found");
    }

    [Fact]
    public async Task The_name_chooses_the_language_unless_a_field_does()
    {
        byte[] english = await PcmAsync("tts-1", "en"), french = await PcmAsync("tts-1", "fr");
        Assert.NotEqual(english, french);
        Assert.Equal(english, await PcmAsync("chatterbox-multilingual", null));
        Assert.Equal(french, await PcmAsync($"{Prefix}fr", null));
        Assert.Equal(english, await PcmAsync($"{Prefix}fr", "en"));
        using HttpResponseMessage unknown = await _server.PostAsync("/v1/audio/speech", new { model = $"{Prefix}xx", input = "Bonjour.", voice = "Linda" });
        await unknown.EnvelopeAsync(HttpStatusCode.BadRequest, "invalid_value");
    }

    private async Task<byte[]> PcmAsync(string model, string? language)
    {
        object body = new { model, language, input = "Bonjour, Marie.", voice = "Linda", seed = 1, max_tokens = 8, response_format = "pcm" };
        using HttpResponseMessage answer = await _server.PostAsync("/v1/audio/speech", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
