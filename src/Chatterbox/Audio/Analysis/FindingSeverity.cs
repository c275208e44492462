namespace Chatterbox.Audio.Analysis;

/// <summary>How bad a finding is.</summary>
public enum FindingSeverity
{
    /// <summary>The recording works, but the voice may suffer.</summary>
    Warning,

    /// <summary>No voice can be made of the recording.</summary>
    Error,
}
