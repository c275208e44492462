using System.Net.Http.Json;
using System.Runtime.Versioning;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Operation;

/// <summary>A server that was started without a model's folder does not pass pico off as one.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class DemonstrationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task Without_a_model_the_log_the_list_and_every_answer_say_that_pico_speaks()
    {
        await using ServeProcess server = await ServeProcess.StartAsync(new ServeLimits(), _folder.File(), ["--threads", "2", "--voices-dir", _folder.File("voices")]);
        string warning = Assert.Single(server.Log.Split('\n'), line => line.Contains(" WRN ", StringComparison.Ordinal));
        Assert.Contains("No model was named: serving pico", warning, StringComparison.Ordinal);
        Assert.Contains("--model-dir", warning, StringComparison.Ordinal);
        Assert.Contains("\"pico\"", await server.Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
        foreach (string route in (string[])["/tts", "/tts-stream"])
        {
            using HttpResponseMessage answer = await server.Client.PostAsJsonAsync(route, new { text = "Hello.", max_tokens = 4 });
            Assert.Equal("pico", answer.Header("X-Model"));
            Assert.StartsWith("pico is a small demonstration model", answer.Header("X-Notice"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_a_model_there_is_no_notice()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage answer = await server.PostAsync("/tts", new { text = "Hello.", max_tokens = 4 });
        Assert.Equal(("chatterbox-original", null), (answer.Header("X-Model"), answer.Header("X-Notice")));
        Assert.DoesNotContain("pico", await server.Client.GetStringAsync("/v1/models"), StringComparison.Ordinal);
    }
}
