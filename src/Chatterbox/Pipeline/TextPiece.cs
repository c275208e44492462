using Chatterbox.Text;

namespace Chatterbox.Pipeline;

/// <summary>A piece of a request's text on its way to T3.</summary>
/// <param name="Encoded">The piece alone.</param>
/// <param name="TextTokens">What T3 reads: the piece, behind the text that it continues, if it does.</param>
/// <param name="NewTokens">How many of them are to be spoken; language tags are not.</param>
/// <param name="SpokenTokens">Speech tokens of the text that it continues.</param>
internal sealed record TextPiece(EncodedText Encoded, int[] TextTokens, int NewTokens, int[] SpokenTokens);
