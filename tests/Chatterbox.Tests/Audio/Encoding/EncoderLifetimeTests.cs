using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using Chatterbox.Audio.Encoding;

namespace Chatterbox.Tests.Audio.Encoding;

[SupportedOSPlatform("linux")]
public class EncoderLifetimeTests
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    [FfmpegFact(needsLinux: true)]
    public async Task After_the_end_no_process_is_left()
    {
        using FakeFfmpeg ffmpeg = Real();
        ProbeStream destination = new();
        AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Opus, destination);
        await encoder.WriteAsync(Encoded.Tone(300, 1));
        await encoder.FinishAsync();
        await ffmpeg.AssertReapedAsync();
        await encoder.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await encoder.WriteAsync(new float[1]));
    }

    [FfmpegTheory(needsLinux: true)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task Disposal_in_the_middle_leaves_no_process(double seconds)
    {
        using FakeFfmpeg ffmpeg = Real();
        AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, new ProbeStream());
        await encoder.WriteAsync(Encoded.Noise(seconds));
        await ffmpeg.IdAsync();
        await encoder.DisposeAsync().AsTask().WaitAsync(Hang);
        await ffmpeg.AssertReapedAsync();
    }

    [LinuxFact]
    public async Task Disposal_while_a_call_runs_ends_that_call()
    {
        using FakeFfmpeg ffmpeg = new("exec sleep 60");
        AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, new ProbeStream());
        Task writing = encoder.WriteAsync(new float[240_000]).AsTask();
        await ffmpeg.IdAsync();
        await Task.WhenAll(encoder.DisposeAsync().AsTask(), encoder.DisposeAsync().AsTask()).WaitAsync(Hang);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writing.WaitAsync(Hang));
        await ffmpeg.AssertReapedAsync();
    }

    [LinuxFact]
    public async Task Cancelling_a_write_leaves_no_process()
    {
        using FakeFfmpeg ffmpeg = new("exec sleep 60");
        using CancellationTokenSource cancel = new();
        await using AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, new ProbeStream());
        Task writing = encoder.WriteAsync(new float[240_000], cancel.Token).AsTask();
        await ffmpeg.IdAsync();
        await cancel.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing.WaitAsync(Hang));
        Assert.Equal(cancel.Token, exception.CancellationToken);
        await ffmpeg.AssertReapedAsync();
    }

    [LinuxFact]
    public async Task Cancelling_the_end_leaves_no_process()
    {
        using FakeFfmpeg ffmpeg = new("cat > /dev/null; exec sleep 60");
        using CancellationTokenSource cancel = new();
        await using AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, new ProbeStream());
        await encoder.WriteAsync(new float[240_000]);
        Task finishing = encoder.FinishAsync(cancel.Token).AsTask();
        await ffmpeg.IdAsync();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => finishing.WaitAsync(Hang));
        await ffmpeg.AssertReapedAsync();
    }

    [FfmpegFact(needsLinux: true)]
    public async Task A_token_cancelled_before_ends_the_encoder()
    {
        using FakeFfmpeg ffmpeg = Real();
        await using AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Mp3, new ProbeStream());
        await ffmpeg.IdAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await encoder.WriteAsync(new float[1], new CancellationToken(canceled: true)));
        await ffmpeg.AssertReapedAsync();
    }

    [FfmpegTheory(needsLinux: true)]
    [InlineData(0)]
    [InlineData(10_000)]
    public async Task What_the_destination_throws_comes_out_and_leaves_no_process(long after)
    {
        using FakeFfmpeg ffmpeg = Real();
        IOException gone = new("gone");
        ProbeStream destination = new((kept, _) => kept >= after ? throw gone : Task.CompletedTask);
        await using AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, destination);
        var exception = await Assert.ThrowsAsync<IOException>(async () => await encoder.WriteAsync(Encoded.Noise(60)));
        Assert.Same(gone, exception);
        await ffmpeg.AssertReapedAsync();
    }

    [FfmpegFact(needsLinux: true)]
    public async Task What_the_destination_throws_at_the_last_bytes_comes_out_of_the_end()
    {
        IOException gone = new("gone");
        float[] input = new float[1_000];
        ProbeStream destination = new((_, _) => throw gone);
        await using AudioEncoder encoder = new AudioEncoders().Create(EncodedFormat.Mp3, destination);
        await encoder.WriteAsync(input);
        Assert.Same(gone, await Assert.ThrowsAsync<IOException>(async () => await encoder.FinishAsync()));
    }

    [FfmpegFact(needsLinux: true)]
    public async Task A_slow_destination_makes_writing_wait_and_is_no_stall()
    {
        EncoderSettings settings = new() { StallTimeout = TimeSpan.FromSeconds(5) };
        float[] input = Encoded.Noise(60);
        TaskCompletionSource release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProbeStream destination = new((_, token) => release.Task.WaitAsync(token));
        await using AudioEncoder encoder = new AudioEncoders().Create(EncodedFormat.Flac, destination, settings);
        Task writing = encoder.WriteAsync(input).AsTask();
        await Task.WhenAny(writing, Task.Delay(TimeSpan.FromSeconds(8)));
        Assert.False(writing.IsCompleted);
        release.SetResult();
        await writing.WaitAsync(Hang);
        await encoder.FinishAsync();
        Assert.Equal(await Encoded.BytesAsync(EncodedFormat.Flac, input), destination.ToArray());
    }

    [FfmpegTheory(needsLinux: true)]
    [InlineData(60)]
    [InlineData(1)]
    public async Task A_blocked_destination_is_left_by_cancelling(double seconds)
    {
        using FakeFfmpeg ffmpeg = Real();
        using CancellationTokenSource cancel = new();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        ProbeStream destination = new((_, token) =>
        {
            reached.TrySetResult();
            return Task.Delay(Timeout.Infinite, token);
        });
        await using AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, destination);
        Task encoding = EncodeAsync();
        await reached.Task.WaitAsync(Hang);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => encoding.WaitAsync(Hang));
        await ffmpeg.AssertReapedAsync();

        async Task EncodeAsync()
        {
            await encoder.WriteAsync(Encoded.Noise(seconds), cancel.Token);
            await encoder.FinishAsync(cancel.Token);
        }
    }

    [FfmpegFact(needsLinux: true)]
    public async Task A_destination_that_never_returns_does_not_hold_up_disposal_for_long()
    {
        using FakeFfmpeg ffmpeg = Real();
        TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource never = new();
        ProbeStream destination = new((_, _) =>
        {
            reached.TrySetResult();
            return never.Task;
        });
        AudioEncoder encoder = new AudioEncoders(ffmpeg.SearchPath).Create(EncodedFormat.Flac, destination);
        await encoder.WriteAsync(Encoded.Noise(1));
        await reached.Task.WaitAsync(Hang);
        await encoder.DisposeAsync().AsTask().WaitAsync(Hang);
        await ffmpeg.AssertReapedAsync();
        never.SetException(new IOException("late"));
    }

    [FfmpegFact(needsLinux: true)]
    public async Task No_failure_is_left_unobserved()
    {
        ConcurrentQueue<string> unobserved = [];
        EventHandler<UnobservedTaskExceptionEventArgs> listener = (_, e) => unobserved.Enqueue(e.Exception.ToString());
        TaskScheduler.UnobservedTaskException += listener;
        try
        {
            await FailInAllWaysAsync();
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= listener;
        }

        // Tests beside this one may leave tasks of their own.
        Assert.DoesNotContain(unobserved, text => text.Contains("Chatterbox.Audio", StringComparison.Ordinal));
    }

    private static FakeFfmpeg Real() => new("exec \"$REAL\" \"$@\"");

    private async Task FailInAllWaysAsync()
    {
        await Disposal_in_the_middle_leaves_no_process(1);
        await Disposal_while_a_call_runs_ends_that_call();
        await Cancelling_a_write_leaves_no_process();
        await What_the_destination_throws_comes_out_and_leaves_no_process(0);
        await A_blocked_destination_is_left_by_cancelling(60);
        using FakeFfmpeg broken = new("exit 3");
        await Assert.ThrowsAsync<AudioEncodingException>(
            () => Encoded.BytesAsync(EncodedFormat.Mp3, new float[240_000], searchPath: broken.SearchPath));
    }
}
