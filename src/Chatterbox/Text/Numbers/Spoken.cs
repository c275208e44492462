namespace Chatterbox.Text;

/// <summary>Words for a stretch of a text.</summary>
/// <param name="Words">What is spoken.</param>
/// <param name="End">Behind the stretch.</param>
internal readonly record struct Spoken(string Words, int End);
