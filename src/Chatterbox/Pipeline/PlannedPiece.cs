namespace Chatterbox.Pipeline;

/// <summary>A piece of a request's text on its way to T3.</summary>
/// <param name="Text">The piece after normalisation.</param>
/// <param name="Tokens">Its tokens, language tag included.</param>
/// <param name="Prompt">What T3 reads: the piece, behind the text that it continues, if it does.</param>
/// <param name="NewTokens">How many of them are to be spoken; language tags are not.</param>
/// <param name="SpokenTokens">Speech tokens of the text that it continues, as far as they are known before it is spoken.</param>
/// <param name="ContinuesLast">Whether it continues the piece before it, whose speech tokens come from T3.</param>
/// <param name="PauseBefore">Samples of silence before it.</param>
public sealed record PlannedPiece(
    string Text, int[] Tokens, int[] Prompt, int NewTokens, int[] SpokenTokens, bool ContinuesLast, int PauseBefore);
