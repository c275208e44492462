namespace Chatterbox.Audio.Files;

/// <summary>The two logarithmic 8-bit codes of telephony, ITU-T Recommendation G.711, expanded to 16 bits.</summary>
internal static class G711
{
    /// <summary>Expands a mu-law byte: all bits inverted, sign, three bits of exponent, four of mantissa.</summary>
    public static short MuLaw(byte code)
    {
        int bits = ~code & 0xFF;
        int magnitude = ((bits & 0x0F) * 8 + 0x84 << (bits >> 4 & 7)) - 0x84;
        return (short)((bits & 0x80) != 0 ? -magnitude : magnitude);
    }

    /// <summary>Expands an A-law byte: even bits inverted, sign, three bits of exponent, four of mantissa.</summary>
    public static short ALaw(byte code)
    {
        int bits = code ^ 0x55;
        int exponent = bits >> 4 & 7;
        int magnitude = (bits & 0x0F) * 16 + 8;
        if (exponent > 0)
            magnitude = magnitude + 0x100 << exponent - 1;
        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }
}
