using System.Net;
using System.Text.Json;
using Chatterbox.Pipeline;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Files of voices that were damaged while no server ran: each names itself, and the others speak.</summary>
[Collection(ServerTests.Name)]
public sealed class UnreadableVoiceTests(DamagedVoices voices) : IClassFixture<DamagedVoices>
{
    [Fact]
    public async Task The_list_has_all_whose_description_can_be_read()
    {
        JsonElement list = await (await voices.Server.Client.GetAsync("/voices")).JsonAsync();
        string[] names = [.. list.GetProperty("voices").EnumerateArray().Select(voice => voice.GetProperty("name").GetString()!)];
        Assert.Equal(["emptied", "flipped", "folder-prepared", "half-prepared", "hollow", "huge", "loose", "missing", "replaced", "to mend 1", "to mend 2", "truncated", "whole"], names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("flipped", "damaged")]
    [InlineData("truncated", "damaged")]
    [InlineData("emptied", "damaged")]
    [InlineData("missing", "cannot be read")]
    [InlineData("replaced", "cannot be read")]
    [InlineData("loose", "not audio")]
    [InlineData("hollow", "empty")]
    public async Task A_voice_whose_recording_cannot_be_read_says_so(string voice, string message)
    {
        using HttpResponseMessage answer = await voices.Server.PostAsync("/tts", new { text = "Hello.", voice });
        string detail = await answer.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
        Assert.Contains(message, detail, StringComparison.Ordinal);
        Assert.DoesNotContain(voices.Folder.Path, detail, StringComparison.Ordinal);
        await voices.SpeakAsync("whole");
    }

    [Theory]
    [InlineData("described")]
    [InlineData("undescribed")]
    public async Task A_voice_whose_description_cannot_be_read_is_not_there(string voice)
    {
        using HttpResponseMessage answer = await voices.Server.PostAsync("/tts", new { text = "Hello.", voice });
        await answer.ProblemAsync(HttpStatusCode.NotFound, "voice_not_found");
    }

    [Theory]
    [InlineData("huge")]
    [InlineData("half-prepared")]
    [InlineData("folder-prepared")]
    public async Task A_prepared_form_that_cannot_be_read_is_made_again(string voice)
    {
        await voices.SpeakAsync(voice);
        if (voice != "folder-prepared")
            Assert.Equal(ModelFamily.Original, Voice.Load(voices.Folder.File(voice, "conditionals", DamagedVoices.Prepared)).Family);
    }

    [Theory]
    [InlineData("missing", HttpStatusCode.BadRequest)]
    [InlineData("replaced", HttpStatusCode.BadRequest)]
    [InlineData("whole", HttpStatusCode.OK)]
    public async Task A_download_of_a_recording_that_is_not_there_says_so(string voice, HttpStatusCode status)
    {
        using HttpResponseMessage answer = await voices.Server.Client.GetAsync($"/voices/{voice}/clips/0");
        Assert.Equal(status, answer.StatusCode);
    }

    [Theory]
    [InlineData("to mend 1")]
    [InlineData("to mend 2")]
    public async Task A_damaged_voice_can_be_deleted_and_made_again(string voice)
    {
        using HttpResponseMessage damaged = await voices.Server.PostAsync("/tts", new { text = "Hello.", voice });
        await damaged.ProblemAsync(HttpStatusCode.BadRequest, "invalid_voice");
        using HttpResponseMessage deleted = await voices.Server.Client.DeleteAsync($"/voices/{voice}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using MultipartFormDataContent form = Upload.Form(voice, LibraryFolder.Wav());
        using HttpResponseMessage made = await voices.Server.Client.PostAsync("/voices", form);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await voices.SpeakAsync(voice);
    }
}
