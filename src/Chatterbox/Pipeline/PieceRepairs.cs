namespace Chatterbox.Pipeline;

/// <summary>What was done about a piece that went wrong.</summary>
[Flags]
public enum PieceRepairs
{
    /// <summary>Nothing was wrong.</summary>
    None = 0,

    /// <summary>T3 got caught in a loop or ran to its limit, and the piece was decoded again from the next seed.</summary>
    Retried = 1,

    /// <summary>T3 got caught in a loop, which was cut off.</summary>
    LoopCut = 2,

    /// <summary>T3 did not end by itself but at the limit for its text.</summary>
    LimitReached = 4,

    /// <summary>A long silence at the end was cut off.</summary>
    SilenceCut = 8,
}
