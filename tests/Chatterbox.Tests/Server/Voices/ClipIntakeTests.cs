using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>Hostile uploads. Whatever is refused leaves nothing behind.</summary>
public sealed class ClipIntakeTests : IDisposable
{
    private readonly LibraryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(21)]
    public void There_are_1_to_20_recordings(int count) =>
        AssertRefused($"not {count}", null, [.. Enumerable.Repeat(LibraryFolder.Wav(), count)]);

    [Fact]
    public void The_bytes_of_a_recording_are_bounded()
    {
        byte[] wav = LibraryFolder.Wav();
        AssertRefused("too large", new VoiceLibraryLimits { MaxClipBytes = wav.Length - 1 }, wav);
        LibraryFolder.Create(_folder.Open(new VoiceLibraryLimits { MaxClipBytes = wav.Length }), "fits");
    }

    [Fact]
    public void The_bytes_of_all_recordings_are_bounded()
    {
        byte[] wav = LibraryFolder.Wav();
        AssertRefused("too large", new VoiceLibraryLimits { MaxTotalBytes = 2 * wav.Length - 1 }, wav, wav);
        _folder.Open(new VoiceLibraryLimits { MaxTotalBytes = 2 * wav.Length }).Create("fits", null, LibraryFolder.Upload(wav, wav), ModelFamily.Original);
    }

    [Fact]
    public void An_endless_stream_is_left_when_it_is_too_long()
    {
        using UploadStream endless = new(LibraryFolder.Wav(), isEndless: true);
        VoiceLibraryLimits limits = new() { MaxClipBytes = 1 << 20 };
        Assert.Throws<VoiceException>(() => _folder.Open(limits).Create("x", null, [("x", endless)], ModelFamily.Original));
        Assert.InRange(endless.BytesRead, 1 << 20, 2 << 20);
        Assert.Empty(_folder.Leftovers());
    }

    [Fact]
    public void The_seconds_are_bounded_one_by_one_and_together()
    {
        VoiceLibraryLimits limits = new() { MaxDuration = TimeSpan.FromSeconds(2) };
        AssertRefused("too long", limits, LibraryFolder.Wav(2.1));
        AssertRefused("at most 2 s", limits, LibraryFolder.Wav(1.1), LibraryFolder.Wav(1.1));
        _folder.Open(limits).Create("fits", null, LibraryFolder.Upload(LibraryFolder.Wav(1), LibraryFolder.Wav(1)), ModelFamily.Original);
    }

    [Fact]
    public void Recordings_must_be_long_enough_for_the_family()
    {
        VoiceLibrary library = _folder.Open();
        string Refused(params byte[][] files) =>
            Assert.Throws<VoiceException>(() => library.Create("x", null, LibraryFolder.Upload(files), ModelFamily.Turbo)).Message;
        Assert.Contains("longer than 5 s", Refused(LibraryFolder.Wav(5)), StringComparison.Ordinal);
        Assert.Contains("longer than 5 s", Refused(LibraryFolder.Wav(2.5), LibraryFolder.Wav(2.5)), StringComparison.Ordinal);
        Assert.Contains("longer than 0.1 s", Refused(LibraryFolder.Wav(5), LibraryFolder.Wav(0.05)), StringComparison.Ordinal);
        library.Create("x", null, LibraryFolder.Upload(LibraryFolder.Wav(2.6), LibraryFolder.Wav(2.6)), ModelFamily.Turbo);
    }

    [Fact]
    public void What_is_no_audio_is_refused_and_named()
    {
        AssertRefused("'take 1.wav': This is not audio", null, "hello, I am a WAV file, believe me"u8.ToArray());
        AssertRefused("'take 1.wav': The audio file is empty", null, [[]]);
        AssertRefused("'take 2.wav'", null, LibraryFolder.Wav(), LibraryFolder.Wav()[..60]);
        byte[] mp3 = [.. "ID3"u8, .. new byte[5000]];
        string message = AssertRefused("'take 1.wav'", null, mp3);
        Assert.DoesNotContain(_folder.Path, message, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), message, StringComparison.Ordinal);
    }

    [Fact]
    public void Silence_is_refused_with_the_checks_own_words()
    {
        byte[] wav = LibraryFolder.Wav();
        Array.Clear(wav, 44, wav.Length - 44);
        AssertRefused("'take 1.wav': The recording is silent", null, wav);
    }

    [Theory]
    [FfmpegData("jfk-44k1-stereo.mp3", "mp3")]
    [FfmpegData("lj001-22k-mono.ogg", "ogg")]
    [InlineData("lj001-22k.aiff", "aiff")]
    [FfmpegData("lj001-48k-24bit.flac", "flac")]
    [InlineData("lj001-8k-mono-u8.wav", "wav")]
    public void The_extension_is_that_of_the_content(string file, string extension)
    {
        using FileStream content = File.OpenRead(Repo.Path("tests", "data", "speech", "made-here", file));
        VoiceEntry voice = _folder.Open().Create("x", null, [("voice.exe", content)], ModelFamily.Original);
        Assert.Equal($"01.{extension}", voice.Clips[0].File);
        Assert.True(File.Exists(_folder.File("x", "clips", $"01.{extension}")));
    }

    [Fact]
    public void A_client_that_hangs_up_is_no_fault_of_the_disk()
    {
        using UploadStream broken = new(LibraryFolder.Wav(10), read => _ = read < 50_000 ? read : throw new IOException("hung up"));
        Assert.Equal("hung up", Assert.Throws<IOException>(() => _folder.Open().Create("x", null, [("x", broken)], ModelFamily.Original)).Message);
        Assert.Empty(_folder.Leftovers());
        Assert.Empty(_folder.Open().List());
    }

    [Fact]
    public void Can_be_cancelled()
    {
        Assert.Throws<OperationCanceledException>(
            () => _folder.Open().Create("x", null, LibraryFolder.Upload(LibraryFolder.Wav()), ModelFamily.Original, new CancellationToken(canceled: true)));
        Assert.Empty(_folder.Leftovers());
    }

    private string AssertRefused(string message, VoiceLibraryLimits? limits, params byte[][] files)
    {
        VoiceLibrary library = _folder.Open(limits);
        VoiceException refusal = Assert.Throws<VoiceException>(() => library.Create("refused", null, LibraryFolder.Upload(files), ModelFamily.Original));
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
        Assert.Null(library.Find("refused"));
        Assert.Empty(_folder.Leftovers());
        return refusal.Message;
    }
}
