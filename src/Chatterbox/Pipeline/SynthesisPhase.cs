namespace Chatterbox.Pipeline;

/// <summary>What a synthesis is doing.</summary>
public enum SynthesisPhase
{
    /// <summary>T3 writes speech tokens.</summary>
    Decoding,

    /// <summary>The flow makes the mel.</summary>
    Flow,

    /// <summary>The vocoder makes the audio.</summary>
    Vocoder,

    /// <summary>The audio is marked.</summary>
    Watermark,
}
