namespace Chatterbox.Pipeline;

/// <summary>What was said just before, so that a text can continue it: its text tokens and the speech tokens they became.</summary>
/// <param name="TextTokens">Text as it was tokenized, language tag included.</param>
/// <param name="SpeechTokens">The sounds that were spoken.</param>
public sealed record SpokenContext(int[] TextTokens, int[] SpeechTokens);
