namespace Chatterbox.Pipeline;

/// <summary>What T3 wrote for a piece of text.</summary>
/// <param name="Sounds">The tokens that are sounds; at least one.</param>
/// <param name="Stopped">Whether T3 ended by itself, not at the limit.</param>
/// <param name="Repairs">What was done about it.</param>
internal sealed record DecodedPiece(int[] Sounds, bool Stopped, PieceRepairs Repairs);
