namespace Chatterbox.Pipeline.Scheduling;

/// <summary>What a job needs next.</summary>
internal enum JobStep
{
    /// <summary>Its next piece must be decoded by T3.</summary>
    Decode,

    /// <summary>Its next piece is decoded and can be made into audio.</summary>
    Render,
}
