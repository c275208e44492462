using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using Chatterbox.Tests.Server.Http;

namespace Chatterbox.Tests.Server.Engine;

/// <summary>What the operating system says of the memory of a server whose model is unloaded: pico's, which is larger than what else comes and goes.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed partial class UnloadedMemoryTests : IDisposable
{
    private const int Rounds = 4;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [LinuxFact]
    public async Task An_unloaded_model_gives_its_memory_back_each_time()
    {
        await using ServeProcess server = await ServeProcess.StartAsync(
            new ServeLimits(), _folder.File(), ["--threads", "2", "--voices-dir", _folder.File("voices"), "--models-dir", _folder.File()]);
        List<int> unloaded = [];
        int model = 0;
        for (int i = 0; i < Rounds; i++)
        {
            using HttpResponseMessage speech = await server.Client.PostAsJsonAsync("/tts", new { text = "Hello there.", seed = 1, max_tokens = 10 });
            Assert.Equal(HttpStatusCode.OK, speech.StatusCode);
            int loaded = server.Megabytes;
            model = await EngineMegabytesAsync(server);
            Assert.InRange(model, 50, loaded);
            using HttpResponseMessage unload = await server.Client.DeleteAsync("/models/loaded");
            Assert.Equal(HttpStatusCode.NoContent, unload.StatusCode);
            unloaded.Add(server.Megabytes);

            // The rest is what the runtime keeps for the next time.
            Assert.InRange(unloaded[i], 1, loaded - model / 3);
        }

        Assert.InRange(unloaded[^1], 1, unloaded[0] + model / 3);
    }

    private static async Task<int> EngineMegabytesAsync(ServeProcess server) =>
        (int)(double.Parse(EngineMemory().Match(await server.Client.GetStringAsync("/metrics")).Groups[1].Value, CultureInfo.InvariantCulture) / (1 << 20));

    [GeneratedRegex(@"^chatterbox_engine_memory_bytes (\S+)$", RegexOptions.Multiline)]
    private static partial Regex EngineMemory();
}
