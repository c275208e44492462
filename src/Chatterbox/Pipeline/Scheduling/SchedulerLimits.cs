namespace Chatterbox.Pipeline.Scheduling;

/// <summary>How much a scheduler takes on at once.</summary>
public sealed record SchedulerLimits
{
    /// <summary>Rows of a decoding step at most; guidance takes two for a piece.</summary>
    public int MaxRows { get; init; } = 16;

    /// <summary>Bytes of key-value caches at most, counted as if every piece ran to its limit.</summary>
    public long MaxCacheBytes { get; init; } = 2L << 30;

    /// <summary>How many pieces may be in the middle of being rendered, each but the last interrupted by a more urgent one.</summary>
    public int MaxRenders { get; init; } = 3;
}
