namespace Chatterbox.Pipeline;

/// <summary>One piece of a text and what became of it.</summary>
/// <param name="Text">The piece after normalisation.</param>
/// <param name="TextTokens">Its tokens, language tag included.</param>
/// <param name="SpeechTokens">The sounds that T3 wrote.</param>
/// <param name="Stopped">Whether T3 ended by itself, not at the limit.</param>
/// <param name="Repairs">What was done about it.</param>
/// <param name="Samples">Samples of its audio.</param>
public sealed record SpokenPiece(string Text, int[] TextTokens, int[] SpeechTokens, bool Stopped, PieceRepairs Repairs, int Samples);
