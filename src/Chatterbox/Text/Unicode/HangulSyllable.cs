namespace Chatterbox.Text;

/// <summary>Arithmetic of Hangul syllables and their Jamo (The Unicode Standard, section 3.12).</summary>
internal static class HangulSyllable
{
    /// <summary>The most Jamo a syllable has.</summary>
    public const int MaxJamo = 3;

    private const int First = 0xac00;
    private const int Last = 0xd7a3;
    private const int BlockEnd = 0xd7af;
    private const int Finals = 28;
    private const int SyllablesOfInitial = 21 * Finals;

    /// <summary>Whether a code point is one of the 11,172 syllables.</summary>
    public static bool IsSyllable(int codePoint) => codePoint is >= First and <= Last;

    /// <summary>
    /// Whether a code point lies in the block of the syllables, as korean_normalize of the reference asks: it also takes the
    /// twelve unassigned places after the last syllable.
    /// </summary>
    public static bool IsInBlock(int codePoint) => codePoint is >= First and <= BlockEnd;

    /// <summary>Writes the initial, medial and, if there is one, final Jamo; returns how many.</summary>
    public static int Decompose(int codePoint, Span<char> jamo)
    {
        int index = codePoint - First;
        jamo[0] = (char)(0x1100 + index / SyllablesOfInitial);
        jamo[1] = (char)(0x1161 + index % SyllablesOfInitial / Finals);
        int final = index % Finals;
        jamo[2] = (char)(0x11a7 + final);
        return final == 0 ? 2 : 3;
    }
}
