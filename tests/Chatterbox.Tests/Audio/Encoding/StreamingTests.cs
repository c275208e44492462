using Chatterbox.Audio.Encoding;

namespace Chatterbox.Tests.Audio.Encoding;

public class StreamingTests
{
    [FfmpegTheory]
    [InlineData(EncodedFormat.Wav, 1.5)]
    [InlineData(EncodedFormat.Pcm, 0.5)]
    [InlineData(EncodedFormat.Mp3, 1)]
    [InlineData(EncodedFormat.Opus, 1)]
    [InlineData(EncodedFormat.Aac, 1)]
    [InlineData(EncodedFormat.Flac, 1)]
    [InlineData(EncodedFormat.Mp3, 4)]
    public async Task Bytes_arrive_while_there_is_still_audio_to_come(EncodedFormat format, double speed)
    {
        EncoderSettings settings = new() { Speed = speed };
        float[] input = Encoded.Noise(10);
        byte[] expected = await Encoded.BytesAsync(format, input, settings);

        ProbeStream destination = new();
        await using AudioEncoder encoder = new AudioEncoders().Create(format, destination, settings);
        const int first = Encoded.SampleRate;
        await encoder.WriteAsync(input.AsMemory(0, first));
        await destination.HasAsync(expected.Length / 20);
        await encoder.WriteAsync(input.AsMemory(first));
        await destination.HasAsync(expected.Length * 9L / 10);
        await encoder.FinishAsync();
        Assert.Equal(expected, destination.ToArray());
    }
}
