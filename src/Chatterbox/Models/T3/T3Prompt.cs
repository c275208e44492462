namespace Chatterbox.Models.T3;

/// <summary>What T3 reads before it writes.</summary>
/// <param name="Conditioning">The voice.</param>
/// <param name="TextTokens">The text to speak, without start and stop; with a continuation the text said before comes first.</param>
/// <param name="SpokenTokens">Speech tokens of what was said before, taken as already decoded; empty without a continuation.</param>
public sealed record T3Prompt(T3Conditioning Conditioning, int[] TextTokens, int[] SpokenTokens);
