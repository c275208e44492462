namespace Chatterbox.Audio.Analysis;

/// <summary>What can be wrong with a reference recording.</summary>
public enum ReferenceProblem
{
    /// <summary>Shorter than the model family needs.</summary>
    TooShort,

    /// <summary>Nothing to hear at all.</summary>
    Silent,

    /// <summary>Little speech between long pauses.</summary>
    MostlySilent,

    /// <summary>Samples cut off at full scale.</summary>
    Clipped,

    /// <summary>Recorded at too low a level.</summary>
    TooQuiet,

    /// <summary>Recorded at too high a level.</summary>
    TooLoud,
}
