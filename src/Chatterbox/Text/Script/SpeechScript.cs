namespace Chatterbox.Text;

/// <summary>The plan of what to speak.</summary>
/// <param name="Pieces">In order. Empty where the text has nothing to speak: it is white space or pauses alone.</param>
/// <param name="PauseAfter">Seconds of silence behind the last piece, from pause tags at the end of the text.</param>
public sealed record SpeechScript(IReadOnlyList<ScriptPiece> Pieces, double PauseAfter);
