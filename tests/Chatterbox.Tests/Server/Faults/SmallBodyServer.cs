using System.Globalization;
using System.Runtime.Versioning;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A server that takes small bodies.</summary>
[SupportedOSPlatform("linux")]
public sealed class SmallBodyServer : SharedServer
{
    /// <summary>The largest body.</summary>
    public const int MaxBodyMegabytes = 8;

    private protected override Task<ServeProcess> StartAsync() => Folder.StartAsync("--max-body-megabytes", MaxBodyMegabytes.ToString(CultureInfo.InvariantCulture));
}
