namespace Chatterbox.Text;

/// <summary>A piece of a paragraph.</summary>
/// <param name="Text">Not empty, without white space at its ends.</param>
/// <param name="End">What the cut behind it divides.</param>
internal readonly record struct PackedPiece(string Text, CutKind End);
