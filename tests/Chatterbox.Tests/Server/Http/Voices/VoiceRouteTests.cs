using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chatterbox.Server.Voices;
using Microsoft.AspNetCore.Routing;

namespace Chatterbox.Tests.Server.Http.Voices;

[Collection(ServerTests.Name)]
public sealed class VoiceRouteTests : IAsyncLifetime
{
    private TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task A_voice_is_made_found_renamed_spoken_with_and_deleted()
    {
        using HttpResponseMessage made = await CreateAsync("Linda Johnson");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        JsonElement voice = await made.JsonAsync();
        string id = voice.GetProperty("id").GetString()!;
        Assert.Equal(("Linda Johnson", $"/voices/{id}"), (voice.GetProperty("name").GetString(), made.Headers.Location?.ToString()));
        Assert.Equal(9.66, voice.GetProperty("clips")[0].GetProperty("seconds").GetDouble(), 0.01);

        byte[] builtIn = await PcmAsync("built-in"), own = await PcmAsync("Linda Johnson");
        Assert.NotEqual(builtIn, own);
        using HttpResponseMessage alias = await _server.PostAsync($"/voices/{id}/aliases", new { alias = "narrator" });
        Assert.Equal(HttpStatusCode.OK, alias.StatusCode);
        Assert.Equal(own, await PcmAsync("narrator"));
        using HttpResponseMessage renamed = await _server.Client.PatchAsJsonAsync($"/voices/{id}", new { name = "LJ" });
        Assert.Equal("LJ", (await renamed.JsonAsync()).GetProperty("name").GetString());
        Assert.Equal(own, await PcmAsync("LJ"));

        using HttpResponseMessage standard = await _server.Client.PutAsJsonAsync("/voices/default", new { voice = "LJ" });
        Assert.True((await standard.JsonAsync()).GetProperty("default").GetBoolean());
        Assert.Equal(own, await PcmAsync(null));
        Assert.Contains(id, await _server.Client.GetStringAsync("/v1/audio/voices"), StringComparison.Ordinal);
        byte[] clip = await _server.Client.GetByteArrayAsync($"/voices/{id}/clips/0");
        Assert.Equal(await File.ReadAllBytesAsync(Chatterbox.Tests.Audio.Speech.Path("other/LJ001-0001.wav")), clip);

        Assert.Equal(HttpStatusCode.NoContent, (await _server.Client.DeleteAsync($"/v1/audio/voices/{id}")).StatusCode);
        using HttpResponseMessage gone = await _server.PostAsync("/tts", new { text = "Hello.", voice = "LJ" });
        await gone.ProblemAsync(HttpStatusCode.NotFound, "voice_not_found");
        Assert.Equal(builtIn, await PcmAsync(null));
    }

    [Fact]
    public async Task Names_are_taken_once_and_strict()
    {
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync("me")).StatusCode);
        using HttpResponseMessage twice = await CreateAsync("ME");
        await twice.ProblemAsync(HttpStatusCode.Conflict, "voice_exists");
        foreach (string name in (string[])["../x", "a/b", ".hidden", "CON", "Default", "built-in", new string('a', 65)])
        {
            using HttpResponseMessage refused = await CreateAsync(name);
            await refused.ProblemAsync(HttpStatusCode.BadRequest, "invalid_value");
        }

        using HttpResponseMessage renamed = await _server.Client.PatchAsJsonAsync("/voices/me", new { name = "default" });
        await renamed.ProblemAsync(HttpStatusCode.BadRequest, "invalid_value");
        using HttpResponseMessage alias = await _server.PostAsync("/voices/me/aliases", new { alias = "built-in" });
        await alias.ProblemAsync(HttpStatusCode.BadRequest, "invalid_value");
        Assert.Equal(1, (await (await _server.Client.GetAsync("/voices")).JsonAsync()).GetProperty("count").GetInt32());
    }

    [Fact]
    public void No_voice_can_have_a_name_that_a_route_has_in_its_place()
    {
        string[][] routes = [.. _server.Endpoints.OfType<RouteEndpoint>().Select(route => route.RoutePattern.RawText!.Trim('/').Split('/'))];
        string[] words =
        [
            .. from route in routes
               let place = Array.IndexOf(route, "{voice}")
               where place >= 0
               from other in routes
               where other.Length > place && other[place][0] != '{' && other.Take(place).SequenceEqual(route.Take(place))
               select other[place],
        ];
        Assert.Contains("default", words);
        Assert.All(words, word => Assert.Throws<VoiceNameException>(() => VoiceName.Parse(word)));
    }

    [Fact]
    public async Task Recordings_that_cannot_serve_leave_no_voice()
    {
        using HttpResponseMessage none = await CreateAsync("none", "no audio at all"u8.ToArray());
        await none.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
        using HttpResponseMessage empty = await _server.Client.PostAsync("/voices", new MultipartFormDataContent { { new StringContent("nobody"), "name" } });
        await empty.ProblemAsync(HttpStatusCode.BadRequest, "missing_field");
        Assert.Equal(0, (await (await _server.Client.GetAsync("/voices")).JsonAsync()).GetProperty("count").GetInt32());
    }

    [Fact]
    public async Task The_list_has_two_shapes()
    {
        JsonElement objects = await (await _server.Client.GetAsync("/v1/audio/voices")).JsonAsync();
        JsonElement strings = await (await _server.Client.GetAsync("/v1/audio/voices?legacy=true")).JsonAsync();
        string[] ids = [.. objects.GetProperty("voices").EnumerateArray().Select(voice => voice.GetProperty("id").GetString()!)];
        Assert.Equal(ids, strings.GetProperty("voices").EnumerateArray().Select(voice => voice.GetString()));
        Assert.Equal(14, ids.Length);
        Assert.Contains("alloy", ids);
    }

    [Fact]
    public async Task OpenAis_route_makes_voices_too_of_several_recordings()
    {
        byte[] one = await File.ReadAllBytesAsync(Chatterbox.Tests.Audio.Speech.Path("other/LJ001-0001.wav"));
        byte[] other = await File.ReadAllBytesAsync(Chatterbox.Tests.Audio.Speech.Path("other/jfk-16k-mono.wav"));
        using MultipartFormDataContent form = Upload.Form("Both", one, other);
        using HttpResponseMessage made = await _server.Client.PostAsync("/v1/audio/voices", form);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        JsonElement voice = await made.JsonAsync();
        Assert.Equal([one.Length, other.Length], voice.GetProperty("clips").EnumerateArray().Select(clip => clip.GetProperty("bytes").GetInt32()));
        string id = voice.GetProperty("id").GetString()!;
        Assert.Equal(other, await _server.Client.GetByteArrayAsync($"/voices/{id}/clips/1"));
        Assert.NotEqual(await PcmAsync("built-in"), await PcmAsync(id));
        using MultipartFormDataContent again = Upload.Form("both", one);
        using HttpResponseMessage taken = await _server.Client.PostAsync("/v1/audio/voices", again);
        await taken.EnvelopeAsync(HttpStatusCode.Conflict, "voice_exists");
    }

    [Fact]
    public async Task The_default_voice_can_be_asked_for_and_taken_back()
    {
        await NoDefaultAsync();
        byte[] builtIn = await PcmAsync(null);
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync("Linda")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _server.Client.PutAsJsonAsync("/voices/default", new { voice = "Linda" })).StatusCode);
        JsonElement standard = await (await _server.Client.GetAsync("/voices/default")).JsonAsync();
        Assert.Equal(("Linda", true), (standard.GetProperty("name").GetString(), standard.GetProperty("default").GetBoolean()));
        Assert.NotEqual(builtIn, await PcmAsync(null));
        Assert.Equal(HttpStatusCode.NoContent, (await _server.Client.DeleteAsync("/voices/default")).StatusCode);
        await NoDefaultAsync();
        Assert.Equal(builtIn, await PcmAsync(null));
        using HttpResponseMessage unknown = await _server.Client.PutAsJsonAsync("/voices/default", new { voice = "nobody" });
        await unknown.ProblemAsync(HttpStatusCode.NotFound, "voice_not_found");

        async Task NoDefaultAsync()
        {
            using HttpResponseMessage none = await _server.Client.GetAsync("/voices/default");
            await none.ProblemAsync(HttpStatusCode.NotFound, "voice_not_found");
        }
    }

    [Fact]
    public async Task An_alias_that_was_removed_leads_nowhere()
    {
        Assert.Equal(HttpStatusCode.Created, (await CreateAsync("Linda")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _server.PostAsync("/voices/Linda/aliases", new { alias = "narrator" })).StatusCode);
        Assert.Equal(await PcmAsync("Linda"), await PcmAsync("narrator"));
        using HttpResponseMessage removed = await _server.Client.DeleteAsync("/voices/Linda/aliases/narrator");
        Assert.Equal(HttpStatusCode.OK, removed.StatusCode);
        Assert.Empty((await removed.JsonAsync()).GetProperty("aliases").EnumerateArray());
        using HttpResponseMessage gone = await _server.PostAsync("/tts", new { text = "Hello.", voice = "narrator" });
        await gone.ProblemAsync(HttpStatusCode.NotFound, "voice_not_found");
        using HttpResponseMessage twice = await _server.Client.DeleteAsync("/voices/Linda/aliases/narrator");
        Assert.Equal(HttpStatusCode.NotFound, twice.StatusCode);
    }

    private async Task<HttpResponseMessage> CreateAsync(string name, byte[]? recording = null)
    {
        recording ??= await File.ReadAllBytesAsync(Chatterbox.Tests.Audio.Speech.Path("other/LJ001-0001.wav"));
        using var form = new MultipartFormDataContent { { new StringContent(name), "name" }, { new ByteArrayContent(recording), "files", "me.wav" } };
        return await _server.Client.PostAsync("/voices", form);
    }

    private async Task<byte[]> PcmAsync(string? voice)
    {
        using HttpResponseMessage answer = await _server.PostAsync("/tts", new { text = "Hello.", voice, seed = 1, max_tokens = 6, response_format = "pcm" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.Content.ReadAsByteArrayAsync();
    }
}
