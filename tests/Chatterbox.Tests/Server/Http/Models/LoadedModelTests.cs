using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Chatterbox.Tests.Pipeline;

namespace Chatterbox.Tests.Server.Http.Models;

[Collection(ServerTests.Name)]
public sealed class LoadedModelTests
{
    [Fact]
    public async Task A_model_of_the_folder_takes_the_place_of_the_first_and_is_unloaded_on_demand()
    {
        using var models = new TemporaryFolder();
        using (var turbo = new TinyModelFolder("turbo-tiny"))
            Copy(turbo.Path, models.File("my-turbo"));
        Directory.CreateDirectory(models.File("no-model"));
        Directory.CreateDirectory(models.File("broken"));
        await File.WriteAllTextAsync(models.File("broken", "t3_turbo_v1.safetensors"), "nothing");
        await using TestServer server = await TestServer.StartAsync(options => options.ModelsDir = models.File());

        JsonElement list = await (await server.Client.GetAsync("/models")).JsonAsync();
        string first = list.GetProperty("loaded").GetProperty("model").GetString()!;
        Assert.Equal(new[] { "broken", first, "my-turbo" }.Order(StringComparer.Ordinal), list.GetProperty("models").EnumerateArray().Select(name => name.GetString()));
        using HttpResponseMessage loaded = await server.Client.PutAsJsonAsync("/models/loaded", new { model = "my-turbo" });
        Assert.Equal(("my-turbo", "turbo", "ready"), await LoadedAsync(loaded));
        using HttpResponseMessage speech = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 4 });
        Assert.Equal("chatterbox-turbo", speech.Header("X-Model"));

        using HttpResponseMessage broken = await server.Client.PutAsJsonAsync("/models/loaded", new { model = "broken" });
        string message = await broken.ProblemAsync(HttpStatusCode.ServiceUnavailable, "model_unavailable");
        Assert.DoesNotContain(models.File(), message, StringComparison.Ordinal);
        Assert.Equal(("my-turbo", "turbo", "ready"), await LoadedAsync(await server.Client.GetAsync("/models/loaded")));

        using HttpResponseMessage gone = await server.Client.DeleteAsync("/models/loaded");
        Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal(("my-turbo", "turbo", "idle"), await LoadedAsync(await server.Client.GetAsync("/models/loaded")));
        using HttpResponseMessage again = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 4 });
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Theory]
    [InlineData("../pico")]
    [InlineData("/etc")]
    [InlineData(".")]
    [InlineData("nothing")]
    public async Task Only_names_of_the_list_lead_to_a_model(string name)
    {
        using var models = new TemporaryFolder();
        await using TestServer server = await TestServer.StartAsync(options => options.ModelsDir = models.File());
        using HttpResponseMessage answer = await server.Client.PutAsJsonAsync("/models/loaded", new { model = name });
        await answer.ProblemAsync(HttpStatusCode.NotFound, "model_not_found");
    }

    [Fact]
    public async Task Models_stay_as_they_are_where_the_operator_names_no_folder()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage put = await server.Client.PutAsJsonAsync("/models/loaded", new { model = "pico" });
        await put.ProblemAsync(HttpStatusCode.Forbidden, "models_closed");
        using HttpResponseMessage delete = await server.Client.DeleteAsync("/models/loaded");
        await delete.ProblemAsync(HttpStatusCode.Forbidden, "models_closed");
    }

    private static async Task<(string? Model, string? Family, string? Status)> LoadedAsync(HttpResponseMessage answer)
    {
        JsonElement body = await answer.JsonAsync();
        return (body.GetProperty("model").GetString(), body.GetProperty("family").GetString(), body.GetProperty("status").GetString());
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }
}
