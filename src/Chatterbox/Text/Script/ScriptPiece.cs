namespace Chatterbox.Text;

/// <summary>What a model speaks in one go, and the silence before it.</summary>
/// <param name="Text">Not empty, without white space at its ends.</param>
/// <param name="PauseBefore">Seconds of silence before the piece; 0 for the first, unless the text starts with a pause tag.</param>
public sealed record ScriptPiece(string Text, double PauseBefore);
