namespace Chatterbox.Randomness;

/// <summary>The independent sequences of random numbers of one request.</summary>
public enum RandomPurpose
{
    /// <summary>Which speech token is drawn; the index is the decoding step.</summary>
    SpeechToken = 0,

    /// <summary>The flow's starting noise; the index is the absolute mel frame times its 80 bins, plus the bin.</summary>
    FlowNoise = 1,

    /// <summary>Starting phase of each harmonic of the vocoder's source.</summary>
    SourcePhase = 2,

    /// <summary>Noise of the vocoder's source; the index is the absolute sample times the harmonics, plus the harmonic.</summary>
    SourceNoise = 3,
}
