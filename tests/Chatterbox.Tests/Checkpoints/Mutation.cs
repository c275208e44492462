namespace Chatterbox.Tests.Checkpoints;

/// <summary>Breaks the bytes of a good file in a way that a seed chooses.</summary>
internal static class Mutation
{
    private static readonly byte[] Telling = [0, 1, 0x7F, 0x80, 0xFF, .. "0129-\"{}[],:.(tRQh"u8];

    /// <summary>A broken copy of <paramref name="good"/>; the damage is within the first <paramref name="reach"/> bytes.</summary>
    public static byte[] Apply(byte[] good, int reach, int seed)
    {
#pragma warning disable CA5394 // The damage must be the same each time.
        Random random = new(seed);
        byte[] bytes = [.. good];
        int at = random.Next(reach);
        int length = Math.Min(random.Next(1, 17), reach - at);
        switch (seed % 6)
        {
            case 0: // other bytes
                for (int i = 0; i < 1 + (seed % 4); i++)
                    bytes[random.Next(reach)] = (byte)random.Next(256);
                return bytes;
            case 1: // one flipped bit
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 2: // bytes that mean something
                bytes[at] = Telling[random.Next(Telling.Length)];
                return bytes;
            case 3: // the rest cut off
                return bytes[..at];
            case 4: // a piece left out
                return [.. bytes[..at], .. bytes[(at + length)..]];
            default: // a piece twice
                return [.. bytes[..(at + length)], .. bytes[at..]];
        }
#pragma warning restore CA5394
    }
}
