namespace Chatterbox.Pipeline;

/// <summary>A text as speech.</summary>
/// <param name="Audio">Mono at 24 kHz.</param>
/// <param name="Pieces">The pieces it was spoken in.</param>
/// <param name="Times">Seconds spent in each phase.</param>
public sealed record SynthesisResult(float[] Audio, IReadOnlyList<SpokenPiece> Pieces, IReadOnlyDictionary<SynthesisPhase, double> Times)
{
    /// <summary>Length of the audio.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Audio.Length / AudioFormat.SampleRate);

    /// <summary>Speech tokens of all pieces.</summary>
    public int Tokens => Pieces.Sum(piece => piece.SpeechTokens.Length);
}
