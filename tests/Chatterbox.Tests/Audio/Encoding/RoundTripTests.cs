using Chatterbox.Audio.Encoding;

namespace Chatterbox.Tests.Audio.Encoding;

public class RoundTripTests
{
    /// <summary>Samples that an MP3 or AAC may be longer: the encoder's delay and the rest of the last frame.</summary>
    private const int CodecPadding = 3_000;

    [FfmpegTheory]
    [InlineData(EncodedFormat.Wav, 0.999999)]
    [InlineData(EncodedFormat.Pcm, 0.999999)]
    [InlineData(EncodedFormat.Flac, 0.999999)]
    [InlineData(EncodedFormat.Opus, 0.99)]
    public async Task What_keeps_its_length_comes_back_at_the_same_place(EncodedFormat format, double likeness)
    {
        float[] input = Encoded.Sentence;
        float[] output = Encoded.Decode(format, await Encoded.BytesAsync(format, input));
        Assert.Equal(input.Length, output.Length);
        Assert.InRange(Correlation(input, output, lag: 0), likeness, 1.000001);
    }

    [FfmpegTheory]
    [InlineData(EncodedFormat.Mp3)]
    [InlineData(EncodedFormat.Aac)]
    public async Task What_has_a_delay_comes_back_within_the_padding_of_its_codec(EncodedFormat format)
    {
        float[] input = Encoded.Sentence;
        float[] output = Encoded.Decode(format, await Encoded.BytesAsync(format, input));
        Assert.InRange(output.Length, input.Length, input.Length + CodecPadding);
        int delay = Enumerable.Range(0, output.Length - input.Length + 1)
            .MaxBy(lag => Correlation(input.AsSpan(40_000, 8_000), output.AsSpan(40_000), lag));
        Assert.InRange(Correlation(input, output, delay), 0.99, 1);
    }

    [FfmpegFact]
    public async Task Flac_has_the_very_samples_of_pcm()
    {
        float[] input = [.. Encoded.Sentence.Select(sample => 3 * sample), 1, 1.5f, -1, -2, 0.5f / 32768, 1.5f / 32768, float.NaN];
        Assert.Contains(input, sample => Math.Abs(sample) > 1);
        Assert.Equal(
            Encoded.Decode(EncodedFormat.Pcm, await Encoded.BytesAsync(EncodedFormat.Pcm, input)),
            Encoded.Decode(EncodedFormat.Flac, await Encoded.BytesAsync(EncodedFormat.Flac, input)));
    }

    [FfmpegTheory]
    [InlineData(EncodedFormat.Mp3)]
    [InlineData(EncodedFormat.Opus)]
    [InlineData(EncodedFormat.Aac)]
    [InlineData(EncodedFormat.Flac)]
    public async Task What_is_no_number_does_not_stop_a_codec(EncodedFormat format)
    {
        float[] input = Encoded.Tone(300, 1);
        input[5_000] = float.NaN;
        input[5_001] = float.PositiveInfinity;
        input[5_002] = float.MinValue;
        float[] output = Encoded.Decode(format, await Encoded.BytesAsync(format, input));
        Assert.True(output.Length >= input.Length);
        Assert.All(output, sample => Assert.InRange(sample, -1.5f, 1.5f));
    }

    [FfmpegTheory]
    [InlineData(EncodedFormat.Wav, 44)]
    [InlineData(EncodedFormat.Pcm, 0)]
    [InlineData(EncodedFormat.Mp3, 0)]
    [InlineData(EncodedFormat.Aac, 0)]
    public async Task Without_samples_there_is_a_header_or_nothing(EncodedFormat format, int bytes)
    {
        Assert.Equal(bytes, (await Encoded.BytesAsync(format, [])).Length);
        Assert.Equal(bytes, (await Encoded.BytesAsync(format, [], new EncoderSettings { Speed = 2 })).Length);
    }

    [FfmpegTheory]
    [InlineData(EncodedFormat.Opus, "OggS")]
    [InlineData(EncodedFormat.Flac, "fLaC")]
    public async Task Without_samples_there_is_the_header_of_the_container(EncodedFormat format, string magic)
    {
        byte[] bytes = await Encoded.BytesAsync(format, []);
        Assert.Equal(magic, System.Text.Encoding.ASCII.GetString(bytes, 0, 4));
        Assert.InRange(bytes.Length, 40, 200);
    }

    [FfmpegTheory]
    [InlineData(EncodedFormat.Mp3)]
    [InlineData(EncodedFormat.Opus)]
    [InlineData(EncodedFormat.Aac)]
    [InlineData(EncodedFormat.Flac)]
    public async Task The_same_samples_give_the_same_bytes_however_they_are_cut(EncodedFormat format)
    {
        float[] input = Encoded.Sentence;
        byte[] whole = await Encoded.BytesAsync(format, input, piece: input.Length);
        Assert.Equal(whole, await Encoded.BytesAsync(format, input, piece: 777));
        // No version of ffmpeg is named.
        Assert.DoesNotMatch("Lav[cf][0-9]", System.Text.Encoding.Latin1.GetString(whole));
    }

    [FfmpegFact]
    public async Task Encoders_beside_each_other_do_not_mix_their_audio()
    {
        float[][] inputs = [.. Enumerable.Range(1, 6).Select(i => Encoded.Tone(200 * i, 2))];
        byte[][] together = await Task.WhenAll(inputs.Select(input => Encoded.BytesAsync(EncodedFormat.Flac, input, piece: 1_000)));
        for (int i = 0; i < inputs.Length; i++)
            Assert.InRange(Correlation(inputs[i], Encoded.Decode(EncodedFormat.Flac, together[i]), lag: 0), 0.999999, 1.000001);
    }

    [FfmpegTheory]
    [InlineData(8_000)]
    [InlineData(48_000)]
    public async Task Other_rates_are_encoded_too(int rate)
    {
        foreach (EncodedFormat format in (EncodedFormat[])[EncodedFormat.Mp3, EncodedFormat.Opus, EncodedFormat.Aac, EncodedFormat.Flac])
        {
            byte[] bytes = await Encoded.BytesAsync(format, new float[2 * rate], new EncoderSettings { SampleRate = rate });
            double seconds = new Chatterbox.Audio.Files.AudioDecoder().Read(new MemoryStream(bytes)).Duration.TotalSeconds;
            Assert.InRange(seconds, 2, 2 + (double)CodecPadding / rate);
        }
    }

    /// <summary>Cosine between a signal and another one that comes later by <paramref name="lag"/> samples.</summary>
    private static double Correlation(ReadOnlySpan<float> signal, ReadOnlySpan<float> later, int lag)
    {
        double product = 0;
        double energy = 0;
        double laterEnergy = 0;
        for (int i = 0; i < signal.Length; i++)
        {
            product += (double)signal[i] * later[i + lag];
            energy += (double)signal[i] * signal[i];
            laterEnergy += (double)later[i + lag] * later[i + lag];
        }

        return product / Math.Sqrt(energy * laterEnergy);
    }
}
