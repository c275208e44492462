namespace Chatterbox.Text;

/// <summary>A text as T3 reads it.</summary>
/// <param name="Normalized">The text after <see cref="PunctuationNormalizer"/>.</param>
/// <param name="Ids">Its tokens, without start and stop, cut at <see cref="TextFrontEnd.TokenLimit"/>.</param>
/// <param name="TokenCount">How many tokens the whole text has.</param>
public sealed record EncodedText(string Normalized, int[] Ids, int TokenCount)
{
    /// <summary>Whether the text was too long and its end is missing from <see cref="Ids"/>.</summary>
    public bool Truncated => TokenCount > Ids.Length;
}
