namespace Chatterbox.Audio.Mel;

/// <summary>What is done to each mel value.</summary>
public enum MelCompression
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>ln(max(value, floor)).</summary>
    NaturalLog,

    /// <summary>log10(max(value, floor)).</summary>
    Log10,
}
