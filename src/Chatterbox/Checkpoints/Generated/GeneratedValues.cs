using System.Text;

namespace Chatterbox.Checkpoints.Generated;

/// <summary>
/// Numbers in [-1, 1) that depend on nothing but a name, a seed and an index: FNV-1a of the name, then the output function
/// of SplitMix64 (Steele, Lea and Flood 2014) over the index. Any part of a tensor can be made alone.
/// </summary>
internal static class GeneratedValues
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;
    private const int ChunkLength = 1 << 16;
    private const float TwoToMinus23 = 1f / (1 << 23);

    /// <summary>The 64-bit FNV-1a hash of the UTF-8 form of <paramref name="text"/>.</summary>
    public static ulong Fnv1a64(string text)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
            hash = (hash ^ value) * 0x100000001B3;
        return hash;
    }

    /// <summary>The key of a tensor's sequence.</summary>
    public static ulong Key(string name, ulong seed) => Fnv1a64(name) ^ unchecked(seed * GoldenRatio);

    /// <summary>
    /// Writes offset + scale * v for the values v of the sequence from <paramref name="start"/> on, rounded to float32
    /// after each of the two operations. Long parts are made on all processors.
    /// </summary>
    public static void Fill(Memory<float> destination, ulong key, long start, float offset, float scale)
    {
        int chunks = (destination.Length + ChunkLength - 1) / ChunkLength;
        if (chunks <= 1)
            Fill(destination.Span, key, start, offset, scale);
        else
            Parallel.For(0, chunks, chunk => FillChunk(destination, chunk, key, start, offset, scale));
    }

    private static void FillChunk(Memory<float> destination, int chunk, ulong key, long start, float offset, float scale)
    {
        int begin = chunk * ChunkLength;
        int length = Math.Min(ChunkLength, destination.Length - begin);
        Fill(destination.Span.Slice(begin, length), key, start + begin, offset, scale);
    }

    private static void Fill(Span<float> destination, ulong key, long start, float offset, float scale)
    {
        ulong state = unchecked(key + (((ulong)start + 1) * GoldenRatio));
        for (int i = 0; i < destination.Length; i++)
        {
            float value = ((int)(Mix(state) >> 40) * TwoToMinus23) - 1f;
            float scaled = scale * value;
            destination[i] = offset + scaled;
            state = unchecked(state + GoldenRatio);
        }
    }

    private static ulong Mix(ulong z)
    {
        unchecked
        {
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }
}
