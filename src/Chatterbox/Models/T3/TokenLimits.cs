namespace Chatterbox.Models.T3;

/// <summary>How many new speech tokens a sequence may have.</summary>
/// <param name="Min">Stop cannot be drawn before this many.</param>
/// <param name="Max">Decoding ends here.</param>
public readonly record struct TokenLimits(int Min, int Max);
