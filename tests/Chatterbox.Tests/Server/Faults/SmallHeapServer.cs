using System.Runtime.Versioning;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A server with a heap in which the recordings of two voices have room, as large as they may be, and not much else.</summary>
[SupportedOSPlatform("linux")]
public sealed class SmallHeapServer : SharedServer
{
    private protected override Task<ServeProcess> StartAsync() => Folder.StartAsync(new ServeLimits { HeapMegabytes = 512 });
}
