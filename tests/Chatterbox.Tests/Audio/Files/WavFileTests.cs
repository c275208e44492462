using Chatterbox.Audio;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Files;

public class WavFileTests
{
    private static readonly byte[] TwoSamples = [0x00, 0x40, 0x00, 0xC0];
    private static readonly float[] TwoValues = [0.5f, -0.5f];

    [Theory]
    [InlineData("made-here/jfk-48k-stereo-24bit.wav", 48000, 2, 528000)]
    [InlineData("made-here/lj001-22k-s32.wav", 22050, 1, 212893)]
    [InlineData("made-here/lj001-48k-stereo-f32.wav", 48000, 2, 463441)]
    [InlineData("made-here/lj001-8k-mono-u8.wav", 8000, 1, 77240)]
    [InlineData("odd-formats/common_voice_tt-8k-mono.wav", 8000, 1, 40328)]
    [InlineData("odd-formats/cosyvoice-zero_shot_prompt-24k-float32.wav", 24000, 1, 83520)]
    [InlineData("odd-formats/lhotse-stereo-8k.wav", 8000, 2, 8000)]
    [InlineData("other/BAC009S0764W0121.wav", 16000, 1, 67263)]
    [InlineData("other/LJ001-0001.wav", 22050, 1, 212893)]
    [InlineData("odd-formats/scipy-wav/test-44100Hz-le-1ch-4bytes.wav", 44100, 1, 4410)]
    [InlineData("odd-formats/scipy-wav/test-8000Hz-le-2ch-1byteu.wav", 8000, 2, 800)]
    [InlineData("odd-formats/scipy-wav/test-44100Hz-2ch-32bit-float-le.wav", 44100, 2, 441)]
    public void Reads_rate_channels_and_length(string file, int rate, int channels, int frames)
    {
        AudioClip clip = WavFile.Read(Speech.Path(file));
        Assert.Equal((rate, channels, frames), (clip.SampleRate, clip.Channels, clip.Frames));
    }

    [Theory]
    [InlineData("8000Hz-le-3ch-5S-24bit", 24)]
    [InlineData("8000Hz-be-3ch-5S-24bit", 24)]
    [InlineData("8000Hz-le-3ch-5S-24bit-rf64", 24)]
    [InlineData("8000Hz-le-3ch-5S-24bit-inconsistent", 24)]
    [InlineData("8000Hz-le-3ch-5S-45bit", 45)]
    [InlineData("8000Hz-le-3ch-5S-53bit", 53)]
    [InlineData("8000Hz-le-3ch-5S-64bit", 64)]
    public void Integers_are_scaled_to_full_scale_one(string name, int bits)
    {
        AudioClip clip = Odd(name);
        double step = Math.Pow(2, 1 - bits);
        double[] expected =
        [
            -1, -1 + step, -2 * step,
            -0.5, -0.5 + step, -step,
            0, 0, 0,
            0.5, 0.5 - step, step,
            1 - step, 1 - step, 2 * step,
        ];
        Assert.Equal(3, clip.Channels);
        Assert.Equal([.. expected.Select(value => (float)value)], clip.Samples.ToArray());
    }

    [Fact]
    public void Twenty_bits_sit_at_the_top_of_three_bytes()
    {
        AudioClip clip = Odd("1234Hz-le-1ch-10S-20bit-extra");
        Assert.Equal(1234, clip.SampleRate);
        for (int i = 0; i < 10; i++)
            Assert.Equal((i % 2 == 0 ? 1 : -1) * (0x7FFFF0 >> i / 2) / 8388608f, clip.Samples[i]);
    }

    [Fact]
    public void Five_bits_sit_at_the_top_of_bytes_around_128()
    {
        AudioClip clip = Odd("8000Hz-le-5ch-9S-5bit");
        Assert.Equal((5, 9), (clip.Channels, clip.Frames));
        Assert.Equal([0, 0, 0, 0, 0, 0.6875f, 0.9375f, 0.6875f, 0, 0.375f, 0.9375f, 0, -1], clip.Samples[..13].ToArray());
    }

    [Fact]
    public void Mu_law_is_expanded()
    {
        float[] samples = Odd("8000Hz-le-1ch-1byte-ulaw").Samples.ToArray();
        Assert.Equal([0, 20860, 29052, 20860, 0, -20860, -29052, -20860, 0], samples.Select(s => (int)(s * 32768)));
    }

    [Fact]
    public void A_law_is_expanded()
    {
        AudioClip clip = WavFile.Read(new WavBytes().Format(6, 1, 8000, 1, 8).Chunk("data", [0xD5, 0x55, 0xAA, 0x2A, 0xC5]).ToStream());
        Assert.Equal([8, -8, 32256, -32256, 264], clip.Samples.ToArray().Select(s => (int)(s * 32768)));
    }

    [Theory]
    [InlineData("44100Hz-le-1ch-4bytes", "44100Hz-be-1ch-4bytes")]
    [InlineData("44100Hz-le-1ch-4bytes", "44100Hz-le-1ch-4bytes-rf64")]
    public void The_same_sound_in_another_container_is_the_same(string one, string other) =>
        Assert.Equal(Odd(one).Samples.ToArray(), Odd(other).Samples.ToArray());

    [Fact]
    public void Big_endian_floats_are_read() =>
        // The two files were made apart and differ in the last bits.
        Assert.InRange(
            SignalError.Relative(Odd("44100Hz-2ch-32bit-float-be").Samples, Odd("44100Hz-2ch-32bit-float-le").Samples), 0, 1e-6);

    [Fact]
    public void Doubles_are_read()
    {
        byte[] data = [.. BitConverter.GetBytes(0.25), .. BitConverter.GetBytes(-0.75)];
        Assert.Equal([0.25f, -0.75f], Read(new WavBytes().Format(3, 1, 24000, 8, 64).Chunk("data", data)));
    }

    [Theory]
    [InlineData("44100Hz-le-1ch-4bytes-early-eof-no-data")]
    [InlineData("44100Hz-le-1ch-4bytes-incomplete-chunk")]
    public void Files_that_end_too_early_are_refused(string name) =>
        AssertRefused("ends before its samples", () => Odd(name));

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    [InlineData(0x7FFFF000u)]
    [InlineData(1000u)]
    public void Sizes_of_streams_and_of_truncated_files_mean_to_the_end(uint size) =>
        Assert.Equal(TwoValues, Read(Pcm16().Chunk("data", TwoSamples, size)));

    [Fact]
    public void Half_a_sample_at_the_end_is_dropped() =>
        Assert.Equal(TwoValues, Read(Pcm16().Chunk("data", [.. TwoSamples, 0x12], 100)));

    [Fact]
    public void Chunks_after_the_data_are_no_sound() =>
        Assert.Equal(TwoValues, Read(Pcm16().Chunk("data", TwoSamples).Chunk("LIST", new byte[10])));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Odd_chunks_may_be_padded_or_not(bool padded)
    {
        WavBytes bytes = new();
        bytes.Chunk("junk", padded ? [1, 2, 3, 0] : [1, 2, 3], 3).Format(1, 1, 8000, 2, 16);
        Assert.Equal(TwoValues, Read(bytes.Chunk("data", TwoSamples)));
    }

    [Fact]
    public void A_stream_that_cannot_seek_and_gives_single_bytes_is_read()
    {
        using TrickleStream stream = new(Pcm16().Chunk("LIST", new byte[200_000]).Chunk("data", TwoSamples).ToArray());
        Assert.Equal(TwoValues, WavFile.Read(stream).Samples.ToArray());
    }

    [Fact]
    public void Wrong_headers_are_refused_with_the_reason()
    {
        AssertRefused("no channels", new WavBytes().Format(1, 0, 8000, 2, 16));
        AssertRefused("sample rate of 0 Hz", new WavBytes().Format(1, 1, 0, 2, 16));
        AssertRefused("Hz cannot be used", new WavBytes().Format(1, 1, -1, 2, 16));
        AssertRefused("codec 0x0055", new WavBytes().Format(0x55, 1, 8000, 2, 16));
        AssertRefused("0 bits", new WavBytes().Format(1, 1, 8000, 2, 0));
        AssertRefused("72 bits", new WavBytes().Format(1, 1, 8000, 9, 72));
        AssertRefused("16 bits", new WavBytes().Format(3, 1, 8000, 2, 16));
        AssertRefused("extended header", new WavBytes().Format(0xFFFE, 1, 8000, 2, 16));
        AssertRefused("too short", new WavBytes().Chunk("fmt ", [1, 0, 1, 0]));
        AssertRefused("no fmt chunk", new WavBytes());
        AssertRefused("not a WAV file", new WavBytes("OGGS").Format(1, 1, 8000, 2, 16));
    }

    [Fact]
    public void No_samples_are_refused() => AssertRefused("no samples", () => Read(Pcm16().Chunk("data", [])));

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(1e20f)]
    public void Values_that_are_no_sound_are_refused(float value)
    {
        WavBytes bytes = new WavBytes().Format(3, 1, 8000, 4, 32).Chunk("data", [.. new byte[8], .. BitConverter.GetBytes(value)]);
        AssertRefused("no sound", () => Read(bytes));
    }

    [Theory]
    [InlineData(1000, 1.0, true)]
    [InlineData(1001, 1.0, false)]
    public void Longer_clips_than_allowed_are_refused(int samples, double seconds, bool fits)
    {
        using Stream stream = new WavBytes().Format(1, 1, 1000, 1, 8).Chunk("data", new byte[samples]).ToStream();
        AudioLimits limits = new() { MaxDuration = TimeSpan.FromSeconds(seconds) };
        if (fits)
            Assert.Equal(samples, WavFile.Read(stream, limits).Frames);
        else
            AssertRefused("at most 1 seconds", () => WavFile.Read(stream, limits));
    }

    [Fact]
    public void More_samples_over_all_channels_than_allowed_are_refused()
    {
        using Stream stream = new WavBytes().Format(1, 4, 8000, 4, 8).Chunk("data", new byte[404]).ToStream();
        Assert.Throws<AudioFormatException>(() => WavFile.Read(stream, new AudioLimits { MaxSamples = 400 }));
    }

    [Fact]
    public void Many_channels_take_no_more_memory_than_there_is_sound()
    {
        byte[] file = new WavBytes().Format(1, 65535, 8000, 0, 64).Chunk("data", new byte[65535 * 8], uint.MaxValue).ToArray();
        long before = GC.GetAllocatedBytesForCurrentThread();
        AudioClip clip = WavFile.Read(new MemoryStream(file));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
        Assert.Equal((65535, 1), (clip.Channels, clip.Frames));
    }

    private static WavBytes Pcm16() => new WavBytes().Format(1, 1, 8000, 2, 16);

    private static float[] Read(WavBytes bytes)
    {
        using Stream stream = bytes.ToStream();
        return WavFile.Read(stream).Samples.ToArray();
    }

    private static AudioClip Odd(string name) => WavFile.Read(Speech.Path($"odd-formats/scipy-wav/test-{name}.wav"));

    private static void AssertRefused(string reason, WavBytes bytes)
    {
        using Stream stream = bytes.Chunk("data", TwoSamples).ToStream();
        AssertRefused(reason, () => WavFile.Read(stream));
    }

    private static void AssertRefused(string reason, Func<object> read) =>
        Assert.Contains(reason, Assert.Throws<AudioFormatException>(read).Message, StringComparison.Ordinal);
}
