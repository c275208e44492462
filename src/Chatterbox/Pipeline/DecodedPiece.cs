namespace Chatterbox.Pipeline;

/// <summary>What T3 wrote for a piece of text.</summary>
/// <param name="Tokens">New tokens, as drawn.</param>
/// <param name="Stopped">Whether T3 ended by itself, not at the limit.</param>
internal sealed record DecodedPiece(IReadOnlyList<int> Tokens, bool Stopped);
