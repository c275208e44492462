using System.Runtime.Versioning;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A server process for all tests of a class.</summary>
[SupportedOSPlatform("linux")]
public abstract class SharedServer : IAsyncLifetime, IDisposable
{
    internal ServeFolder Folder { get; } = new();

    internal ServeProcess Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await StartAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts a server of the same folder after the one at hand, which is killed if it still runs.</summary>
    internal async Task RestartAsync()
    {
        await Server.DisposeAsync();
        Server = await StartAsync();
    }

    /// <summary>Fails unless nothing stays of unfinished work and the server speaks.</summary>
    internal async Task AssertTidyAsync()
    {
        await Poll.UntilAsync(() => Folder.UnfinishedFiles().Length == 0 && Server.Children().Length == 0);
        await Server.SpeakAsync();
    }

    private protected abstract Task<ServeProcess> StartAsync();

    protected virtual void Dispose(bool disposing) => Folder.Dispose();
}
