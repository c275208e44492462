using Chatterbox.Audio.Encoding;
using Chatterbox.Audio.Files;

namespace Chatterbox.Tests.Audio.Encoding;

public class PcmEncoderTests
{
    [Fact]
    public async Task Samples_are_rounded_and_cut_at_full_scale()
    {
        float[] samples =
        [
            0, 0.5f, -0.5f, 1, 2, -1, -3, 3.4f / 32768, -3.6f / 32768, float.NaN, float.PositiveInfinity, float.NegativeInfinity,
        ];
        short[] expected = [0, 16384, -16384, 32767, 32767, -32768, -32768, 3, -4, 0, 32767, -32768];
        byte[] bytes = await Encoded.BytesAsync(EncodedFormat.Pcm, samples, piece: 5);
        Assert.Equal(expected, bytes.Chunk(2).Select(pair => (short)(pair[0] | pair[1] << 8)));
    }

    [FfmpegFact]
    public async Task A_wav_of_known_length_is_the_file_that_the_writer_writes()
    {
        float[] samples = Encoded.Sentence;
        MemoryStream file = new();
        WavWriter.Write(file, samples, Encoded.SampleRate);
        Assert.Equal(
            file.ToArray(), await Encoded.BytesAsync(EncodedFormat.Wav, samples, new EncoderSettings { KnownSamples = samples.Length }));
    }

    [Fact]
    public async Task A_wav_of_unknown_length_says_so_in_its_header()
    {
        byte[] bytes = await Encoded.BytesAsync(EncodedFormat.Wav, [0.5f, -0.25f], new EncoderSettings { SampleRate = 16_000 });
        byte[] expected =
        [
            .. "RIFF"u8, 255, 255, 255, 255, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 1, 0, 0x80, 0x3E, 0, 0, 0, 0x7D, 0, 0, 2, 0, 16, 0,
            .. "data"u8, 255, 255, 255, 255, 0x00, 0x40, 0x00, 0xE0,
        ];
        Assert.Equal(expected, bytes);
    }

    [Fact]
    public async Task Bytes_are_there_after_each_piece()
    {
        ProbeStream destination = new();
        await using AudioEncoder encoder = new AudioEncoders("").Create(EncodedFormat.Wav, destination);
        Assert.Empty(destination.ToArray());
        await encoder.WriteAsync(new float[20_001]);
        Assert.Equal(44 + 40_002, destination.ToArray().Length);
        await encoder.WriteAsync(new float[1]);
        Assert.Equal(44 + 40_004, destination.ToArray().Length);
        await encoder.FinishAsync();
        Assert.Equal(44 + 40_004, destination.ToArray().Length);
    }

    [Fact]
    public async Task More_or_fewer_samples_than_announced_are_a_bug()
    {
        EncoderSettings settings = new() { KnownSamples = 10 };
        await Assert.ThrowsAsync<InvalidOperationException>(() => Encoded.BytesAsync(EncodedFormat.Wav, new float[11], settings));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Encoded.BytesAsync(EncodedFormat.Wav, new float[9], settings));
    }

    [Fact]
    public async Task After_the_end_nothing_more_is_taken()
    {
        AudioEncoder encoder = new AudioEncoders("").Create(EncodedFormat.Pcm, new ProbeStream());
        await encoder.FinishAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await encoder.WriteAsync(new float[1]));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await encoder.FinishAsync());
        await encoder.DisposeAsync();
        await encoder.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await encoder.WriteAsync(new float[1]));
    }

    [Fact]
    public async Task What_the_destination_throws_comes_out()
    {
        IOException gone = new("gone");
        await using AudioEncoder encoder = new AudioEncoders("").Create(EncodedFormat.Pcm, new ProbeStream((_, _) => throw gone));
        Assert.Same(gone, await Assert.ThrowsAsync<IOException>(async () => await encoder.WriteAsync(new float[1])));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await encoder.WriteAsync(new float[1]));
    }

    [Fact]
    public async Task A_second_call_at_the_same_time_is_a_bug_and_disposal_stops_the_first()
    {
        ProbeStream blocked = new((_, token) => Task.Delay(Timeout.Infinite, token));
        AudioEncoder encoder = new AudioEncoders("").Create(EncodedFormat.Pcm, blocked);
        Task writing = encoder.WriteAsync(new float[1]).AsTask();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await encoder.WriteAsync(new float[1]));
        await encoder.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => writing);
    }

    [Fact]
    public async Task A_blocked_destination_is_left_by_cancelling()
    {
        ProbeStream blocked = new((_, token) => Task.Delay(Timeout.Infinite, token));
        await using AudioEncoder encoder = new AudioEncoders("").Create(EncodedFormat.Wav, blocked);
        using CancellationTokenSource cancel = new();
        Task writing = encoder.WriteAsync(new float[1], cancel.Token).AsTask();
        await cancel.CancelAsync();
        var exception = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
        Assert.Equal(cancel.Token, exception.CancellationToken);
    }
}
