namespace Chatterbox.Tests.Server;

/// <summary>What a server process finds around it.</summary>
internal sealed record ServeLimits
{
    /// <summary>Largest file that it can write, in blocks of ulimit -f (512 bytes, or 1 kB in some shells); null for any.</summary>
    public int? LargestFile { get; init; }

    /// <summary>Size of its heap in MB; null for any. Where it needs more at once than this it fails.</summary>
    public int? HeapMegabytes { get; init; }

    /// <summary>A folder in which programs are looked for first.</summary>
    public string? Programs { get; init; }

    /// <summary>Whether it finds no other program at all.</summary>
    public bool Alone { get; init; }
}
