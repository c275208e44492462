namespace Chatterbox.Text;

/// <summary>
/// The printable characters by which GPT-2 writes bytes in its vocabulary: the byte itself if it is printable Latin-1, else the
/// next character from U+0100 on (bytes_to_unicode in OpenAI's encoder.py).
/// </summary>
internal static class ByteSymbols
{
    /// <summary>The character of each of the 256 bytes.</summary>
    public static char[] All { get; } = Build();

    private static char[] Build()
    {
        char[] symbols = new char[256];
        char next = '\u0100';
        for (int b = 0; b < symbols.Length; b++)
            symbols[b] = b is (>= '!' and <= '~') or (>= '\u00a1' and <= '\u00ac') or (>= '\u00ae' and <= '\u00ff') ? (char)b : next++;
        return symbols;
    }
}
