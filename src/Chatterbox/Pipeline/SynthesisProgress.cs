namespace Chatterbox.Pipeline;

/// <summary>How far a synthesis is.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="Piece">Which piece of the text, from 0; decoding works on all of them at once.</param>
/// <param name="Pieces">Pieces of the text.</param>
/// <param name="Share">How much of the phase is done, 0 to 1; while decoding, of the most that there can be.</param>
/// <param name="Tokens">Speech tokens so far, of all pieces.</param>
public readonly record struct SynthesisProgress(SynthesisPhase Phase, int Piece, int Pieces, double Share, int Tokens);
