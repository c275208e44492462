using System.Diagnostics;
using System.Runtime.Versioning;
using Chatterbox.Audio.Encoding;

namespace Chatterbox.Tests.Audio.Encoding;

[SupportedOSPlatform("linux")]
public class ProgramFailureTests
{
    private static readonly EncoderSettings Impatient = new() { StallTimeout = TimeSpan.FromSeconds(3) };

    [LinuxTheory]
    [InlineData(EncodedFormat.Mp3, 1, "Encoding Mp3")]
    [InlineData(EncodedFormat.Wav, 2, "Changing the speed")]
    public void Without_ffmpeg_the_message_says_what_to_do(EncodedFormat format, double speed, string task)
    {
        var exception = Assert.Throws<AudioEncodingException>(
            () => new AudioEncoders("").Create(format, Stream.Null, new EncoderSettings { Speed = speed }));
        Assert.Equal(EncodingFailure.ProgramMissing, exception.Reason);
        Assert.StartsWith(task, exception.Message, StringComparison.Ordinal);
        Assert.Contains("apt install ffmpeg", exception.Message, StringComparison.Ordinal);
        Assert.Contains("wav or pcm at speed 1", exception.Message, StringComparison.Ordinal);
    }

    [LinuxFact]
    public void A_program_that_cannot_be_started_counts_as_missing()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.File("ffmpeg"), "not executable");
        var exception = Assert.Throws<AudioEncodingException>(
            () => new AudioEncoders(folder.Path).Create(EncodedFormat.Mp3, Stream.Null));
        Assert.Equal(EncodingFailure.ProgramMissing, exception.Reason);
        Assert.Contains("executable", exception.Message, StringComparison.Ordinal);
    }

    [FfmpegFact(needsLinux: true)]
    public async Task A_program_killed_in_the_middle_is_a_failure()
    {
        using FakeFfmpeg ffmpeg = new("exec \"$REAL\" \"$@\"");
        ProbeStream destination = new();
        await using AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Mp3, destination);
        await encoder.WriteAsync(Encoded.Noise(2));
        await destination.HasAsync(1);
        using (var process = Process.GetProcessById(await ffmpeg.IdAsync()))
            process.Kill();
        var exception = await Assert.ThrowsAsync<AudioEncodingException>(async () =>
        {
            for (int i = 0; i < 100; i++)
                await encoder.WriteAsync(new float[24_000]);
        });
        Assert.Equal(EncodingFailure.ProgramFailed, exception.Reason);
        Assert.Contains("code 137", exception.Message, StringComparison.Ordinal);
        await ffmpeg.AssertReapedAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await encoder.FinishAsync());
    }

    [FfmpegFact(needsLinux: true)]
    public async Task A_program_killed_before_the_end_is_a_failure_of_the_end()
    {
        using FakeFfmpeg ffmpeg = new("exec \"$REAL\" \"$@\"");
        ProbeStream destination = new();
        await using AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, destination);
        await encoder.WriteAsync(Encoded.Noise(2));
        await destination.HasAsync(1);
        using (var process = Process.GetProcessById(await ffmpeg.IdAsync()))
            process.Kill();
        var exception = await Assert.ThrowsAsync<AudioEncodingException>(async () => await encoder.FinishAsync());
        Assert.Equal(EncodingFailure.ProgramFailed, exception.Reason);
        await ffmpeg.AssertReapedAsync();
    }

    [LinuxTheory]
    [InlineData("exit 3", "code 3")]
    [InlineData("echo 'no such codec' >&2; exit 3", "code 3 before all of the audio was encoded. It says: no such codec")]
    [InlineData("cat > /dev/null; echo half of it; exit 4", "code 4")]
    [InlineData("cat > /dev/null; exit 0", "code 0")]
    [InlineData("exec < /dev/null; echo garbage; exit 0", "code 0")]
    [InlineData("exec cat /dev/zero", "more than the audio can be")]
    public async Task A_program_that_ends_badly_is_a_failure(string script, string message)
    {
        using FakeFfmpeg ffmpeg = new(script);
        var exception = await Assert.ThrowsAsync<AudioEncodingException>(
            () => Encoded.BytesAsync(EncodedFormat.Opus, new float[240_000], searchPath: ffmpeg.SearchPath));
        Assert.Equal(EncodingFailure.ProgramFailed, exception.Reason);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        await ffmpeg.AssertReapedAsync();
    }

    [LinuxFact]
    public async Task A_flood_of_complaints_neither_blocks_nor_fills_the_message()
    {
        using FakeFfmpeg ffmpeg = new("head -c 20000000 /dev/zero | tr '\\0' 'x' >&2; exit 3");
        var exception = await Assert.ThrowsAsync<AudioEncodingException>(
            () => Encoded.BytesAsync(EncodedFormat.Mp3, new float[240_000], searchPath: ffmpeg.SearchPath));
        Assert.Contains("xxxx", exception.Message, StringComparison.Ordinal);
        Assert.InRange(exception.Message.Length, 4_000, 5_000);
        await ffmpeg.AssertReapedAsync();
    }

    [LinuxTheory]
    [InlineData("exec sleep 60", 240_000)]
    [InlineData("exec sleep 60", 10)]
    [InlineData("cat > /dev/null; exec sleep 60", 10)]
    [InlineData("cat > /dev/null; echo half of it; exec sleep 60", 10)]
    [InlineData("cat > /dev/null; echo all of it; exec > /dev/null; exec sleep 60", 10)]
    public async Task A_program_that_hangs_is_stopped(string script, int samples)
    {
        using FakeFfmpeg ffmpeg = new(script);
        var watch = Stopwatch.StartNew();
        var exception = await Assert.ThrowsAsync<AudioEncodingException>(
            () => Encoded.BytesAsync(EncodedFormat.Mp3, new float[samples], Impatient, searchPath: ffmpeg.SearchPath));
        Assert.Equal(EncodingFailure.ProgramStalled, exception.Reason);
        Assert.InRange(watch.Elapsed.TotalSeconds, 2.9, 45);
        await ffmpeg.AssertReapedAsync();
    }

    [LinuxFact]
    public async Task A_hanging_child_is_stopped_too()
    {
        using FakeFfmpeg ffmpeg = new("sleep 60 & echo $! > \"$FOLDER/child\"; wait");
        await Assert.ThrowsAsync<AudioEncodingException>(
            () => Encoded.BytesAsync(EncodedFormat.Mp3, new float[10], Impatient, searchPath: ffmpeg.SearchPath));
        await ffmpeg.AssertReapedAsync();
        ProcessState.AssertEnded(await ffmpeg.IdAsync("child"));
    }

    [LinuxFact]
    public async Task A_child_that_outlives_the_program_and_holds_its_pipes_does_not_hold_us()
    {
        using FakeFfmpeg ffmpeg = new("sleep 300 & echo $! > \"$FOLDER/child\"; exit 3");
        try
        {
            await Assert.ThrowsAsync<AudioEncodingException>(
                () => Encoded.BytesAsync(EncodedFormat.Mp3, new float[240_000], Impatient, searchPath: ffmpeg.SearchPath))
                .WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            using var child = Process.GetProcessById(await ffmpeg.IdAsync("child"));
            child.Kill();
        }
    }

    [FfmpegFact(needsLinux: true)]
    public async Task A_program_that_waits_for_slow_input_does_not_stall()
    {
        EncoderSettings settings = new() { StallTimeout = TimeSpan.FromSeconds(5) };
        ProbeStream destination = new();
        await using AudioEncoder encoder = new AudioEncoders().Create(EncodedFormat.Mp3, destination, settings);
        await encoder.WriteAsync(Encoded.Tone(300, 1));
        await Task.Delay(TimeSpan.FromSeconds(7));
        await encoder.WriteAsync(Encoded.Tone(300, 1));
        await encoder.FinishAsync();
        Assert.InRange(Encoded.Decode(EncodedFormat.Mp3, destination.ToArray()).Length, 48_000, 51_000);
    }

    [FfmpegFact(needsLinux: true)]
    public async Task The_program_gets_no_secrets_from_our_environment()
    {
        using FakeFfmpeg ffmpeg = new("env > \"$FOLDER/env\"; exec \"$REAL\" \"$@\"");
        Environment.SetEnvironmentVariable("CHATTERBOX_TEST_SECRET", "secret");
        try
        {
            await Encoded.BytesAsync(EncodedFormat.Mp3, new float[10], searchPath: ffmpeg.SearchPath);
        }
        finally
        {
            Environment.SetEnvironmentVariable("CHATTERBOX_TEST_SECRET", null);
        }

        string[] names = [.. File.ReadLines(ffmpeg.PathOf("env")).Select(line => line.Split('=')[0])];
        // The shell adds some of its own.
        Assert.Empty(names.Except(["PATH", "LD_LIBRARY_PATH", "PWD", "SHLVL", "OLDPWD", "_"]));
    }
}
