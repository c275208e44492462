namespace Chatterbox.Pipeline;

/// <summary>A text as speech.</summary>
/// <param name="Audio">Mono at 24 kHz.</param>
/// <param name="Report">How it was spoken.</param>
public sealed record SynthesisResult(float[] Audio, SpeechReport Report)
{
    /// <summary>Length of the audio.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Audio.Length / AudioFormat.SampleRate);
}
