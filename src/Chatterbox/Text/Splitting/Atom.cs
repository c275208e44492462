namespace Chatterbox.Text;

/// <summary>A stretch of text that is not cut inside.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">Behind its last character; white space at the cut belongs to neither side.</param>
/// <param name="Cut">What the cut behind it divides.</param>
internal readonly record struct Atom(int Start, int End, CutKind Cut);
