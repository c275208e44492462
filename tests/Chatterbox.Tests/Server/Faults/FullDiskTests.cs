using System.Net;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>
/// A disk that takes no more. Everywhere: a process that may not write large files, which fails at the same places. Where file
/// systems may be mounted: one that is full.
/// </summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class FullDiskTests(ServeFolder folder) : IClassFixture<ServeFolder>
{
    /// <summary>Of 12 s, more than the form is kept in memory.</summary>
    private static readonly byte[] Large = LibraryFolder.Wav(12);

    /// <summary>Of 3.5 s, kept in memory until it is stored.</summary>
    private static readonly byte[] Small = LibraryFolder.Wav(3.5);

    /// <summary>20 kB, or twice that.</summary>
    private static readonly ServeLimits Full = new() { LargestFile = 40 };

    [LinuxFact]
    public async Task Uploads_are_refused_with_507_and_the_rest_goes_on()
    {
        byte[] spoken;
        await using (ServeProcess before = await folder.StartAsync())
        {
            using HttpResponseMessage made = await before.UploadAsync("Anna", Small);
            Assert.Equal(HttpStatusCode.Created, made.StatusCode);
            spoken = await before.SpeakAsync("Anna");
            Assert.Equal(0, await before.StopAsync());
        }

        await using ServeProcess server = await folder.StartAsync(Full);
        foreach ((string name, byte[] recording) in ((string, byte[])[])[("received", Large), ("stored", Small)])
        {
            using HttpResponseMessage refused = await server.UploadAsync(name, recording);
            Assert.Contains("disk of the server is full", await refused.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_failed"), StringComparison.Ordinal);
        }

        using (MultipartFormDataContent form = Upload.Form("none", Large))
        {
            form.Add(new StringContent("Hello."), "text");
            using HttpResponseMessage refused = await server.Client.PostAsync("/tts", form);
            await refused.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_failed");
        }

        // A request's own files go when it has been answered.
        await Poll.UntilAsync(() => folder.UnfinishedFiles().Length == 0);
        Assert.Equal(["Anna"], await server.VoicesAsync());
        Assert.Equal(spoken, await server.SpeakAsync("Anna"));

        // What is small enough is taken, even if its prepared form is not: that only saves time.
        using HttpResponseMessage fits = await server.UploadAsync("fits", LibraryFolder.Wav(1));
        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
        await server.SpeakAsync("fits");
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(folder.Hidden());
    }

    [MountFact]
    public async Task On_a_full_file_system_nothing_is_lost_and_room_helps()
    {
        Directory.CreateDirectory(folder.Voices);
        using var disk = new SmallDisk(folder.Voices, kilobytes: 768);
        await using ServeProcess server = await folder.StartAsync();
        using HttpResponseMessage made = await server.UploadAsync("Otto", Small);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        byte[] spoken = await server.SpeakAsync("Otto");
        using (HttpResponseMessage refused = await server.UploadAsync("large", LibraryFolder.Wav(60)))
            await refused.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_failed");
        // A request's own files go when it has been answered.
        await Poll.UntilAsync(() => folder.UnfinishedFiles().Length == 0);

        await disk.FillAsync();
        using (HttpResponseMessage refused = await server.UploadAsync("small", Small))
            await refused.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_failed");
        using (HttpResponseMessage refused = await server.Client.PatchAsJsonAsync("/voices/otto", new { name = "Other" }))
            await refused.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_failed");
        using (HttpResponseMessage refused = await server.Client.PutAsJsonAsync("/voices/default", new { voice = "otto" }))
            await refused.ProblemAsync(HttpStatusCode.InsufficientStorage, "storage_failed");
        Assert.Equal(["Otto"], await server.VoicesAsync());
        Assert.Equal(spoken, await server.SpeakAsync("Otto"));

        disk.MakeRoom();
        using (HttpResponseMessage taken = await server.UploadAsync("small", Small))
            Assert.Equal(HttpStatusCode.Created, taken.StatusCode);
        using (HttpResponseMessage renamed = await server.Client.PatchAsJsonAsync("/voices/otto", new { name = "Other" }))
            Assert.Equal(HttpStatusCode.OK, renamed.StatusCode);
        Assert.Equal(0, await server.StopAsync());
        Assert.Empty(folder.Hidden());
    }
}
