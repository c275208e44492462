using System.Net;
using System.Runtime.Versioning;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Whatever moment of an upload a server is killed at: the next one has every earlier voice, no half one and no rest of a file.</summary>
[Collection(ServerTests.Name)]
[SupportedOSPlatform("linux")]
public sealed class KilledUploadTests(FfmpegServer fixture) : IClassFixture<FfmpegServer>
{
    /// <summary>More than the form is kept in memory.</summary>
    private static readonly byte[] Recording = LibraryFolder.Wav(5);

    private ServeProcess Server => fixture.Server;

    [LinuxFact]
    public async Task While_the_body_is_still_on_its_way()
    {
        byte[] spoken = await MakeAsync("before 1");
        using RawSocket client = await RawSocket.ConnectAsync(Server.Address);
        byte[] request = Upload.Request("half sent", Recording);
        await client.SendAsync(request.AsMemory(0, request.Length - 1000));
        await Poll.UntilAsync(() => fixture.Folder.UnfinishedFiles().Length > 0);
        await KillAsync();
        await AssertKeptAsync("before 1", spoken);
        Assert.DoesNotContain("half sent", await Server.VoicesAsync());
    }

    [LinuxFact]
    public async Task While_the_recording_is_decoded()
    {
        byte[] spoken = await MakeAsync("before 2");
        fixture.FfmpegHangs();
        using RawSocket client = await RawSocket.ConnectAsync(Server.Address);
        await client.SendAsync(Upload.Request("half decoded", await File.ReadAllBytesAsync(Repo.Path("tests", "data", "speech", "made-here", "lj001-48k-24bit.flac"))));
        int orphan = await fixture.HangingAsync();
        Assert.Equal([orphan], Server.Children());
        Assert.Contains(fixture.Folder.UnfinishedFiles(), path => path.Contains("clips", StringComparison.Ordinal));
        await KillAsync();

        // Nobody is left to end it. A true one ends by itself when its pipes break.
        using (var process = System.Diagnostics.Process.GetProcessById(orphan))
            process.Kill();
        await AssertKeptAsync("before 2", spoken);
        Assert.DoesNotContain("half decoded", await Server.VoicesAsync());
    }

    [LinuxFact]
    public async Task When_the_voice_has_just_got_its_name()
    {
        using RawSocket client = await RawSocket.ConnectAsync(Server.Address);
        await client.SendAsync(Upload.Request("just named", Recording));
        await Poll.UntilAsync(() => File.Exists(Path.Combine(fixture.Folder.Voices, "just-named", "voice.json")));
        await KillAsync();

        // It is whole, though nobody was told.
        Assert.Equal(Recording, await Server.Client.GetByteArrayAsync("/voices/just-named/clips/0"));
        await Server.SpeakAsync("just named");
    }

    [LinuxFact]
    public async Task Right_after_the_answer()
    {
        byte[] spoken = await MakeAsync("answered");
        await KillAsync();
        await AssertKeptAsync("answered", spoken);
    }

    private async Task<byte[]> MakeAsync(string name)
    {
        using HttpResponseMessage made = await Server.UploadAsync(name, Recording);
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        return await Server.SpeakAsync(name);
    }

    /// <summary>Kills the server; the next one has nothing of it but its voices.</summary>
    private async Task KillAsync()
    {
        await Server.KillAsync();
        await fixture.RestartAsync();
        Assert.Empty(fixture.Folder.UnfinishedFiles());
        Assert.Equal(1, fixture.Folder.Sessions());
        Assert.DoesNotContain("left out", Server.Log, StringComparison.Ordinal);
    }

    private async Task AssertKeptAsync(string name, byte[] spoken)
    {
        Assert.Contains(name, await Server.VoicesAsync());
        Assert.Equal(spoken, await Server.SpeakAsync(name));
    }
}
