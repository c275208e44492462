namespace Chatterbox.Pipeline;

/// <summary>Rates of the signals in a pipeline.</summary>
public static class AudioFormat
{
    /// <summary>Samples a second of generated audio and of S3Gen's reference.</summary>
    public const int SampleRate = 24_000;

    /// <summary>Samples a second of what the tokenizer, the x-vector and the voice encoder hear.</summary>
    public const int AnalysisRate = 16_000;

    /// <summary>Samples of audio that a speech token becomes.</summary>
    public const int SamplesPerToken = 960;
}
