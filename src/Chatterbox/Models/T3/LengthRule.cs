namespace Chatterbox.Models.T3;

/// <summary>
/// Limits from the length of the text, after CosyVoice's rule: with L text tokens to speak, at least minRatio L and at most maxRatio L
/// speech tokens. L leaves out the text that was said before, start, stop and language tags.
/// </summary>
/// <param name="MinRatio">Speech tokens that a text token takes at least; 0 sets no minimum.</param>
/// <param name="MaxRatio">Speech tokens that a text token takes at most; infinity leaves only the cap. Below two seconds this is no limit.</param>
/// <param name="Cap">Speech tokens of the family at most.</param>
public sealed record LengthRule(double MinRatio, double MaxRatio, int Cap)
{
    /// <summary>A word alone, or a laugh, which is one token, takes longer than its letters.</summary>
    private const int AlwaysAllowed = 2 * SpeechToken.PerSecond;

    /// <summary>
    /// Defaults of a family. A token of GPT-2's vocabulary is about four characters, one of the Llama models' little more than one;
    /// Cangjie codes and Jamo are less than one, so those languages have no minimum, and a Japanese character can be several syllables.
    /// The caps are the reference's.
    /// </summary>
    public static LengthRule For(ModelFamily family, string? language = null) => family switch
    {
        ModelFamily.Turbo or ModelFamily.Nano => new LengthRule(2, 20, 1001),
        ModelFamily.Multilingual => language?.ToLowerInvariant() switch
        {
            "zh" or "ko" => new LengthRule(0, 8, 1000),
            "ja" => new LengthRule(0.5, 16, 1000),
            _ => new LengthRule(0.5, 8, 1000),
        },
        _ => new LengthRule(0.5, 8, 1000),
    };

    /// <summary>No limit but the cap, as in the reference.</summary>
    public static LengthRule Off(ModelFamily family) => For(family) with { MinRatio = 0, MaxRatio = double.PositiveInfinity };

    /// <summary>
    /// The limits for a text of which <paramref name="textTokens"/> are to be spoken; the text said before, start, stop and language
    /// tags are not counted.
    /// </summary>
    public TokenLimits Limits(int textTokens)
    {
        int toSpeak = Math.Max(1, textTokens);
        int max = (int)Math.Min(Math.Max(Math.Ceiling(MaxRatio * toSpeak), AlwaysAllowed), Cap);
        return new TokenLimits((int)Math.Min(MinRatio * toSpeak, max - 1), max);
    }
}
