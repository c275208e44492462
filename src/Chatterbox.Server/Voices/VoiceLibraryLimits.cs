namespace Chatterbox.Server.Voices;

/// <summary>How much a voice library takes in and keeps.</summary>
internal sealed record VoiceLibraryLimits
{
    /// <summary>Most voices, the operator's loose recordings included.</summary>
    public int MaxVoices { get; init; } = 10_000;

    /// <summary>Most recordings of a voice.</summary>
    public int MaxClips { get; init; } = 20;

    /// <summary>Most bytes of a recording.</summary>
    public long MaxClipBytes { get; init; } = 20 << 20;

    /// <summary>Most bytes of all recordings of a voice.</summary>
    public long MaxTotalBytes { get; init; } = 100 << 20;

    /// <summary>Longest time of all recordings of a voice together.</summary>
    public TimeSpan MaxDuration { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>
    /// Most samples of all recordings of a voice together, over all channels: 128 MB once decoded. A compressed recording of silence is
    /// a few kB, whatever its rate and its channels.
    /// </summary>
    public int MaxSamples { get; init; } = 32 << 20;

    /// <summary>Most aliases of a voice.</summary>
    public int MaxAliases { get; init; } = 32;

    /// <summary>Most prepared voices kept in memory.</summary>
    public int MaxPrepared { get; init; } = 256;

    /// <summary>Most bytes of prepared voices kept in memory.</summary>
    public long MaxPreparedBytes { get; init; } = 128 << 20;
}
