using System.Diagnostics;
using Chatterbox.Audio;
using Chatterbox.Audio.Analysis;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Files;

public class AudioDecoderTests
{
    private static readonly AudioDecoder Decoder = new();

    [Theory]
    [FfmpegData("made-here/jfk-44k1-stereo.mp3", 44100, 2, 11.0)]
    [FfmpegData("made-here/lj001-22k-mono.ogg", 22050, 1, 9.65)]
    [FfmpegData("made-here/lj001-mono.opus", 48000, 1, 9.65)]
    [FfmpegData("made-here/lj001-48k-24bit.flac", 48000, 1, 9.65)]
    [FfmpegData("odd-formats/jfk-44k1-stereo.flac", 44100, 2, 11.0)]
    [FfmpegData("odd-formats/lhotse-stereo-48k.opus", 48000, 2, 1.0)]
    [FfmpegData("odd-formats/lhotse-stereo-8k.mp3", 8000, 2, 1.0)]
    [FfmpegData("odd-formats/vctk-p240_00000-24k.mp3", 24000, 1, 4.94)]
    [FfmpegData("odd-formats/common_voice_en_651325-48k-mono.mp3", 48000, 1, 2.376)]
    [FfmpegData("odd-formats/LJ001-0001-22k-mono.mp3", 22050, 1, 9.65)]
    [FfmpegData("librispeech/103-1240-0000.flac", 16000, 1, 14.085)]
    [InlineData("other/LJ001-0001.wav", 22050, 1, 9.655)]
    [InlineData("made-here/lj001-22k.aiff", 22050, 1, 9.655)]
    public void Keeps_rate_channels_and_length(string file, int rate, int channels, double seconds)
    {
        AudioClip clip = Decoder.Read(Speech.Path(file));
        Assert.Equal((rate, channels), (clip.SampleRate, clip.Channels));
        Assert.Equal(seconds, clip.Duration.TotalSeconds, 0.15);
    }

    [FfmpegTheory]
    [InlineData("made-here/lj001-22k-mono.ogg", "other/LJ001-0001.wav")]
    [InlineData("made-here/lj001-mono.opus", "made-here/lj001-48k-24bit.flac")]
    [InlineData("made-here/jfk-44k1-stereo.mp3", "odd-formats/jfk-44k1-stereo.flac")]
    public void Lossy_copies_follow_their_source(string file, string source)
    {
        AudioClip actual = Decoder.Read(Speech.Path(file)).ToMono();
        AudioClip expected = Decoder.Read(Speech.Path(source)).ToMono();
        Assert.Equal(expected.SampleRate, actual.SampleRate);
        Assert.InRange(Correlation(actual.Samples, expected.Samples), 0.98, 1);
    }

    [FfmpegTheory]
    [InlineData("aac", "m4a")]
    [InlineData("aac", "aac")]
    [InlineData("libopus", "webm")]
    public void Kinds_without_a_recording_here_are_decoded_too(string codec, string extension)
    {
        using TemporaryFolder folder = new();
        string path = folder.File($"clip.{extension}");
        string source = Speech.Path("other/LJ001-0001.wav");
        using (Process encoder = Process.Start("ffmpeg", ["-v", "error", "-i", source, "-c:a", codec, path]))
        {
            encoder.WaitForExit();
            Assert.Equal(0, encoder.ExitCode);
        }

        AudioClip clip = Decoder.Read(path);
        Assert.Equal(9.655, clip.Duration.TotalSeconds, 0.15);
        Assert.Equal(-20.34, LoudnessMeter.Measure(clip.Samples, clip.SampleRate)!.Value, 0.5);
    }

    [FfmpegFact]
    public void A_stream_is_decoded_like_the_file()
    {
        string path = Speech.Path("odd-formats/lhotse-stereo-48k.opus");
        using TrickleStream stream = new(File.ReadAllBytes(path));
        Assert.Equal(Decoder.Read(path).Samples.ToArray(), Decoder.Read(stream).Samples.ToArray());
    }

    [FfmpegFact]
    public void The_name_does_not_matter()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("-i %d concat,;.wav");
        File.Copy(Speech.Path("made-here/lj001-mono.opus"), path);
        Assert.Equal(48000, Decoder.Read(path).SampleRate);
    }

    [Fact]
    public void Without_ffmpeg_the_message_says_what_to_install()
    {
        AudioDecoder bare = new(searchPath: "");
        var exception = Assert.Throws<AudioFormatException>(() => bare.Read(Speech.Path("made-here/lj001-mono.opus")));
        Assert.Contains("apt install ffmpeg", exception.Message, StringComparison.Ordinal);
        Assert.Equal(22050, bare.Read(Speech.Path("other/LJ001-0001.wav")).SampleRate);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("Hello, this is no audio at all.", "not audio of a known kind")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n", "not audio of a known kind")]
    [FfmpegData("fLaC but the rest is not FLAC at all, just some text", "could not be decoded")]
    public void What_is_no_audio_is_refused(string content, string reason)
    {
        using MemoryStream stream = new(System.Text.Encoding.ASCII.GetBytes(content));
        Assert.Contains(reason, Assert.Throws<AudioFormatException>(() => Decoder.Read(stream)).Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public void A_clip_longer_than_allowed_is_refused()
    {
        AudioDecoder strict = new(new AudioLimits { MaxDuration = TimeSpan.FromSeconds(3) });
        var exception = Assert.Throws<AudioFormatException>(() => strict.Read(Speech.Path("made-here/lj001-48k-24bit.flac")));
        Assert.Contains("at most 3 seconds", exception.Message, StringComparison.Ordinal);
    }

    [FfmpegFact]
    public void A_stream_larger_than_allowed_is_refused()
    {
        AudioDecoder strict = new(new AudioLimits { MaxEncodedBytes = 10_000 });
        using FileStream stream = File.OpenRead(Speech.Path("made-here/lj001-48k-24bit.flac"));
        Assert.Contains("larger than", Assert.Throws<AudioFormatException>(() => strict.Read(stream)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_that_hangs_is_stopped_in_time_with_all_its_children()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using FakeFfmpeg ffmpeg = new("sleep 60 & echo $! > \"$FOLDER/child\"; sleep 60");
        AudioDecoder decoder = new(new AudioLimits { DecodeTimeout = TimeSpan.FromSeconds(3) }, ffmpeg.SearchPath);
        var watch = Stopwatch.StartNew();
        var exception = Assert.Throws<AudioFormatException>(() => decoder.Read(Speech.Path("made-here/lj001-mono.opus")));
        Assert.Contains("longer than 3 seconds", exception.Message, StringComparison.Ordinal);
        Assert.InRange(watch.Elapsed.TotalSeconds, 2.9, 30);
        ProcessState.AssertEnded(await ffmpeg.IdAsync("child"));
    }

    [Fact]
    public async Task A_program_that_never_stops_writing_is_stopped()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using FakeFfmpeg ffmpeg = new("exec cat \"$FOLDER/header\" /dev/zero");
        File.WriteAllBytes(ffmpeg.PathOf("header"), WavWriter.Header(24000, WavEncoding.Pcm16, uint.MaxValue));
        AudioDecoder decoder = new(new AudioLimits { MaxDuration = TimeSpan.FromSeconds(2) }, ffmpeg.SearchPath);
        var exception = Assert.Throws<AudioFormatException>(() => decoder.Read(Speech.Path("made-here/lj001-mono.opus")));
        Assert.Contains("too long", exception.Message, StringComparison.Ordinal);
        await ffmpeg.AssertReapedAsync();
    }

    [Fact]
    public async Task Cancelling_stops_the_program()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using FakeFfmpeg ffmpeg = new("exec sleep 60");
        using CancellationTokenSource cancel = new();
        AudioDecoder decoder = new(searchPath: ffmpeg.SearchPath);
        var reading = Task.Run(() => decoder.Read(Speech.Path("made-here/lj001-mono.opus"), cancel.Token));
        await ffmpeg.IdAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
        await ffmpeg.AssertReapedAsync();
    }

    /// <summary>Cosine between two signals, which does not hear the level (some encoders lower it).</summary>
    private static double Correlation(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double product = 0;
        double energyA = 0;
        double energyB = 0;
        for (int i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            product += (double)a[i] * b[i];
            energyA += (double)a[i] * a[i];
            energyB += (double)b[i] * b[i];
        }

        return product / Math.Sqrt(energyA * energyB);
    }
}
