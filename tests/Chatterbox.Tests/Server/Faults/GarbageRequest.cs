namespace Chatterbox.Tests.Server.Faults;

/// <summary>A request that makes no sense.</summary>
/// <param name="What">Its kind and route, for the message of a failed test.</param>
/// <param name="Bytes">All that is sent; the last header asks that the connection be closed.</param>
internal sealed record GarbageRequest(string What, byte[] Bytes)
{
    /// <summary>Whether it may be closed without an answer, and is to be ended by the client: it may not even be HTTP.</summary>
    public bool IsNoHttp { get; init; }

    /// <summary>Whether it may be answered well, since the route leaves what is wrong with it alone.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>Whether this is an answer to it. 505 is what a version of HTTP is refused with that there is not.</summary>
    public bool Allows(int? status) => status switch
    {
        null => IsNoHttp,
        505 => IsNoHttp,
        >= 200 and < 300 => IsHarmless,
        _ => status is >= 400 and < 500,
    };
}
