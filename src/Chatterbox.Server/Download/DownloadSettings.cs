namespace Chatterbox.Server.Download;

/// <summary>How patient a download is.</summary>
internal sealed record DownloadSettings
{
    /// <summary>Attempts in a row that may fail before a file is given up.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>Wait after the first failed attempt; it doubles with each that follows.</summary>
    public TimeSpan FirstWait { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait that a server may ask for; one that asks for more is told to the user.</summary>
    public TimeSpan MaxRetryAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time without a byte after which a connection counts as dead.</summary>
    public TimeSpan StallLimit { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Bytes that an attempt must add to what was there for those before it to be forgotten.</summary>
    public long Progress { get; init; } = 1 << 20;

    /// <summary>Most bytes taken for a file whose size is not known.</summary>
    public long MaxUnknownBytes { get; init; } = 1 << 30;

    /// <summary>Waits between attempts.</summary>
    public Func<TimeSpan, CancellationToken, Task> Wait { get; init; } = Task.Delay;
}
