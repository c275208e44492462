using Chatterbox.Audio;
using Chatterbox.Audio.Encoding;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Encoding;

/// <summary>Signals to encode, and the way there and back.</summary>
internal static class Encoded
{
    public const int SampleRate = 24_000;

    private static readonly Lazy<float[]> Recording =
        new(() => new AudioDecoder().Read(Speech.Path("odd-formats/vctk-p240_00000-24k.mp3")).Samples.ToArray());

    /// <summary>A sentence, 24 kHz, an odd number of samples so that no block or frame of a codec is filled.</summary>
    public static float[] Sentence => Recording.Value[..100_003];

    /// <summary>A sine of half of full scale.</summary>
    public static float[] Tone(double frequency, double seconds) =>
        [.. Enumerable.Range(0, (int)(seconds * SampleRate))
            .Select(i => (float)(0.5 * Math.Sin(2 * Math.PI * frequency * i / SampleRate)))];

    /// <summary>Random numbers, which no codec makes much smaller.</summary>
    public static float[] Noise(double seconds)
    {
        Random random = new(1);
        return [.. Enumerable.Range(0, (int)(seconds * SampleRate)).Select(_ => random.NextSingle() - 0.5f)];
    }

    /// <summary>Encodes in pieces of a given size.</summary>
    public static async Task<byte[]> BytesAsync(
        EncodedFormat format, float[] samples, EncoderSettings? settings = null, int piece = 12_000, string? searchPath = null)
    {
        ProbeStream destination = new();
        await using AudioEncoder encoder = new AudioEncoders(searchPath).Create(format, destination, settings);
        for (int i = 0; i < samples.Length; i += piece)
            await encoder.WriteAsync(samples.AsMemory(i, Math.Min(piece, samples.Length - i)));
        await encoder.FinishAsync();
        return destination.ToArray();
    }

    /// <summary>Decodes what was encoded, at 24 kHz.</summary>
    public static float[] Decode(EncodedFormat format, byte[] bytes)
    {
        if (format == EncodedFormat.Pcm)
            return [.. bytes.Chunk(2).Select(pair => BitConverter.ToInt16(pair) / 32768f)];
        AudioClip clip = new AudioDecoder().Read(new MemoryStream(bytes));
        Assert.Equal(1, clip.Channels);
        float[] samples = clip.Samples.ToArray();
        if (format != EncodedFormat.Opus)
        {
            Assert.Equal(SampleRate, clip.SampleRate);
            return samples;
        }

        // What came from 24 kHz has nothing above 12 kHz, so that every second sample tells all.
        Assert.Equal(2 * SampleRate, clip.SampleRate);
        return [.. samples.Where((_, i) => i % 2 == 0)];
    }
}
