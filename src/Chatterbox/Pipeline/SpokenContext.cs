namespace Chatterbox.Pipeline;

/// <summary>
/// What was said just before, so that a text can continue it. T3 reads both texts as one, with one language tag and the white space
/// between them, and takes the speech tokens as already decoded.
/// </summary>
/// <param name="Text">The text.</param>
/// <param name="SpeechTokens">The sounds that it became.</param>
public sealed record SpokenContext(string Text, int[] SpeechTokens);
