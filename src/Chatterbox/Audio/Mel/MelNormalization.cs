namespace Chatterbox.Audio.Mel;

/// <summary>What is done to the whole mel in the end.</summary>
public enum MelNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each column's mean over all frames is subtracted from it.</summary>
    SubtractMean,

    /// <summary>Whisper's: values more than 8 below the largest are raised to that level, then (x + 4) / 4.</summary>
    Whisper,
}
