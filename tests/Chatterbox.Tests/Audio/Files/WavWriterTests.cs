using Chatterbox.Audio;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Files;

public class WavWriterTests
{
    [Theory]
    [InlineData(WavEncoding.Pcm16, 16)]
    [InlineData(WavEncoding.Pcm24, 24)]
    public void Integers_are_rounded_and_cut_at_full_scale(WavEncoding encoding, int bits)
    {
        float step = MathF.Pow(2, 1 - bits);
        float[] samples = [0, 0.5f, -0.5f, 1, 2, -1, -3, 3.4f * step, -3.6f * step];
        Assert.Equal([0, 0.5f, -0.5f, 1 - step, 1 - step, -1, -1, 3 * step, -4 * step], WriteAndRead(samples, encoding));
    }

    [Fact]
    public void Floats_stay_as_they_are()
    {
        float[] samples = [0, 1.5f, -0.1f, 1e-9f];
        Assert.Equal(samples, WriteAndRead(samples, WavEncoding.Float32));
    }

    [Fact]
    public void Reading_and_writing_16_bits_gives_the_same_bytes()
    {
        byte[] original = File.ReadAllBytes(Speech.Path("other/LJ001-0001.wav"));
        AudioClip clip = WavFile.Read(new MemoryStream(original));
        using MemoryStream stream = new();
        WavWriter.Write(stream, clip.Samples, clip.SampleRate);
        Assert.Equal(original[^(2 * clip.Frames)..], stream.ToArray()[44..]);
        Assert.Equal(original[..44], stream.ToArray()[..44]);
    }

    [Theory]
    [InlineData(WavEncoding.Pcm16, 3)]
    [InlineData(WavEncoding.Pcm24, 3)]
    [InlineData(WavEncoding.Float32, 3)]
    public void The_header_gives_the_true_sizes(WavEncoding encoding, int samples)
    {
        using MemoryStream stream = new();
        WavWriter.Write(stream, new float[samples], 24000, encoding);
        byte[] file = stream.ToArray();
        Assert.Equal(0, file.Length % 2);
        Assert.Equal(file.Length - 8, BitConverter.ToInt32(file, 4));
        int header = encoding == WavEncoding.Float32 ? 58 : 44;
        Assert.Equal((file.Length - header) / samples * samples, BitConverter.ToInt32(file, header - 4));
    }

    [Fact]
    public void A_stream_of_unknown_length_is_read_back()
    {
        byte[] file = [.. WavWriter.Header(24000, WavEncoding.Pcm16, uint.MaxValue), 0x00, 0x40];
        Assert.Equal([0.5f], WavFile.Read(new MemoryStream(file)).Samples.ToArray());
    }

    [Fact]
    public void Long_signals_span_many_blocks()
    {
        float[] samples = [.. Enumerable.Range(0, 20_001).Select(i => i / 32768f)];
        Assert.Equal(samples, WriteAndRead(samples, WavEncoding.Pcm24));
    }

    [Fact]
    public void Saving_replaces_the_old_file_and_leaves_nothing_else()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("voice.wav");
        File.WriteAllText(path, "old");
        WavWriter.Save(path, [0.25f], 24000);
        Assert.Equal([0.25f], WavFile.Read(path).Samples.ToArray());
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_failed_save_leaves_the_old_file_alone()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("voice.wav");
        File.WriteAllText(path, "old");
        Assert.Throws<ArgumentOutOfRangeException>(() => WavWriter.Save(path, [0.25f], sampleRate: 0));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder.Path));
    }

    private static float[] WriteAndRead(float[] samples, WavEncoding encoding)
    {
        using MemoryStream stream = new();
        WavWriter.Write(stream, samples, 24000, encoding);
        stream.Position = 0;
        AudioClip clip = WavFile.Read(stream);
        Assert.Equal((24000, 1), (clip.SampleRate, clip.Channels));
        return clip.Samples.ToArray();
    }
}
