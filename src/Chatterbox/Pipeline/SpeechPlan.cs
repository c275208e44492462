namespace Chatterbox.Pipeline;

/// <summary>A request that can be spoken: its text is cut and tokenized, and every piece fits the model. See <see cref="SpeechPlanner"/>.</summary>
/// <param name="Request">What was asked for.</param>
/// <param name="Pieces">What is spoken, in order; at least one.</param>
/// <param name="PauseAfter">Samples of silence at the end.</param>
public sealed record SpeechPlan(SynthesisRequest Request, IReadOnlyList<PlannedPiece> Pieces, int PauseAfter)
{
    /// <summary>Tokens of the text, language tags included.</summary>
    public int TextTokens => Pieces.Sum(piece => piece.Tokens.Length);
}
