namespace Chatterbox.Text;

/// <summary>A paragraph of a text.</summary>
/// <param name="Text">Its lines; not empty unless it stands for a blank line at the end of a text.</param>
/// <param name="AfterBlankLine">Whether a blank line stands before it.</param>
internal readonly record struct Paragraph(string Text, bool AfterBlankLine);
