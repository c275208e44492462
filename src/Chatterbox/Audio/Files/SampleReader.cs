using System.Globalization;

namespace Chatterbox.Audio.Files;

/// <summary>Reads the samples of a file up to the size its header gives or the end of the stream, whichever comes first.</summary>
internal static class SampleReader
{
    // Larger samples than files with integer scaling can hold would overflow in later sums of squares.
    private const float MaxMagnitude = 1u << 31;

    private const int FirstBufferLength = 1 << 16;

    /// <summary>Reads a clip. Memory grows with what has been read, not with what the header promises.</summary>
    /// <param name="reader">Stands at the first sample.</param>
    /// <param name="format">How a sample is stored.</param>
    /// <param name="channels">Samples per frame.</param>
    /// <param name="sampleRate">Frames per second.</param>
    /// <param name="byteCount">Size of all samples as the header gives it; may be far too large.</param>
    /// <param name="limits">Where to stop with an error.</param>
    public static AudioClip ReadAll(
        ByteReader reader, SampleFormat format, int channels, int sampleRate, long byteCount, AudioLimits limits)
    {
        long maxFrames = limits.MaxFrames(sampleRate, channels);
        int frameBytes = channels * format.Bytes;
        var block = new byte[Math.Max(frameBytes, (64 << 10) / frameBytes * frameBytes)];
        var samples = new float[Math.Min(FirstBufferLength, maxFrames * channels)];
        int count = 0;
        while (byteCount >= frameBytes)
        {
            int wanted = (int)Math.Min(block.Length, byteCount / frameBytes * frameBytes);
            int read = reader.Read(block.AsSpan(0, wanted));
            int values = read / frameBytes * channels;
            if (count + (long)values > maxFrames * channels)
                throw TooLong(limits, sampleRate, channels);
            if (count + values > samples.Length)
                Array.Resize(ref samples, (int)Math.Min(Math.Max(2L * samples.Length, count + values), maxFrames * channels));
            format.Decode(block, samples.AsSpan(count, values));
            count += values;
            byteCount -= read;
            if (read < wanted)
                break;
        }

        if (count == 0)
            throw new AudioFormatException("The audio file holds no samples.");
        Check(samples.AsSpan(0, count));
        return new AudioClip(samples.AsMemory(0, count), sampleRate, channels);
    }

    private static void Check(ReadOnlySpan<float> samples)
    {
        foreach (float sample in samples)
            if (!(Math.Abs(sample) <= MaxMagnitude))
                throw new AudioFormatException("The audio file holds values that are no sound (not a number, or out of any range).");
    }

    private static AudioFormatException TooLong(AudioLimits limits, int sampleRate, int channels) =>
        new(string.Create(
            CultureInfo.InvariantCulture,
            $"The audio is too long: at most {(double)limits.MaxFrames(sampleRate, channels) / sampleRate:0.#} seconds "
            + $"at {sampleRate} Hz with {channels} channels are read. Cut it first."));
}
