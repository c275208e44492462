namespace Chatterbox.Text;

/// <summary>Text between two pause tags.</summary>
/// <param name="Text">The text; may be empty.</param>
/// <param name="Pause">Seconds of the tag before it; null where the text begins without one.</param>
internal readonly record struct PausedText(string Text, double? Pause);
