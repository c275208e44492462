using Chatterbox.Audio.Encoding;

namespace Chatterbox.Tests.Audio.Encoding;

public class SpeedTests
{
    private const double ToneFrequency = 440;

    public static TheoryData<EncodedFormat, double> FormatsAndSpeeds()
    {
        TheoryData<EncodedFormat, double> cases = [];
        foreach (EncodedFormat format in Enum.GetValues<EncodedFormat>())
            foreach (double speed in (double[])[0.5, 1.5, 4])
                cases.Add(format, speed);
        cases.Add(EncodedFormat.Wav, 0.25);
        cases.Add(EncodedFormat.Pcm, 3);
        return cases;
    }

    [FfmpegTheory]
    [MemberData(nameof(FormatsAndSpeeds))]
    public async Task The_length_changes_by_the_factor_and_the_pitch_stays(EncodedFormat format, double speed)
    {
        const double seconds = 4;
        byte[] bytes = await Encoded.BytesAsync(format, Encoded.Tone(ToneFrequency, seconds), new EncoderSettings { Speed = speed });
        float[] output = Encoded.Decode(format, bytes);
        Assert.Equal(seconds / speed, output.Length / (double)Encoded.SampleRate, 0.15);
        Assert.Equal(ToneFrequency, DominantFrequency(output.AsSpan(output.Length / 4, output.Length / 2)), 6.0);
    }

    [FfmpegTheory]
    [InlineData(0.25, 0.02, 0.75)]
    [InlineData(0.5, 0.02, 0.75)]
    [InlineData(0.9, 0.02, 0.75)]
    // A window at high speed holds more sound and may weaken what lies at its edge, at the end as anywhere.
    [InlineData(2, 0.04, 0.3)]
    [InlineData(4, 0.04, 0.3)]
    public async Task The_last_sound_is_not_lost(double speed, double seconds, double least)
    {
        float[] burst = Encoded.Tone(3_000, seconds);
        foreach (int before in (int[])[2_000, 5_000, 12_345, 24_000, 30_011])
        {
            float[] hiss = [.. Encoded.Noise((double)before / Encoded.SampleRate).Select(sample => 0.1f * sample)];
            float[] output = Encoded.Decode(
                EncodedFormat.Pcm,
                await Encoded.BytesAsync(EncodedFormat.Pcm, [.. hiss, .. burst], new EncoderSettings { Speed = speed }));
            double kept = output.Where(sample => Math.Abs(sample) > 0.05).Sum(sample => (double)sample * sample);
            Assert.InRange(kept * speed / burst.Sum(sample => (double)sample * sample), least, 3);
        }
    }

    [FfmpegTheory]
    [InlineData(0.25)]
    [InlineData(0.5)]
    [InlineData(1.01)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task A_single_sample_is_enough(double speed)
    {
        foreach (EncodedFormat format in Enum.GetValues<EncodedFormat>())
        {
            byte[] bytes = await Encoded.BytesAsync(format, [0.5f], new EncoderSettings { Speed = speed });
            Assert.InRange(Encoded.Decode(format, bytes).Length, 1, 9_000);
        }
    }

    [FfmpegFact]
    public async Task The_header_of_a_wav_whose_speed_changes_gives_no_size()
    {
        float[] input = Encoded.Tone(ToneFrequency, 1);
        byte[] bytes = await Encoded.BytesAsync(
            EncodedFormat.Wav, input, new EncoderSettings { Speed = 2, KnownSamples = input.Length });
        Assert.Equal(uint.MaxValue, BitConverter.ToUInt32(bytes, 40));
    }

    /// <summary>The frequency, in steps of 1 Hz, at which a windowed signal has most energy.</summary>
    private static double DominantFrequency(ReadOnlySpan<float> signal)
    {
        double best = 0;
        double most = 0;
        for (int frequency = 50; frequency < 2_000; frequency++)
        {
            double cosine = 0;
            double sine = 0;
            for (int i = 0; i < Math.Min(signal.Length, 12_000); i++)
            {
                double sample = signal[i] * Math.Sin(Math.PI * i / Math.Min(signal.Length, 12_000));
                (double s, double c) = Math.SinCos(2 * Math.PI * frequency * i / Encoded.SampleRate);
                cosine += sample * c;
                sine += sample * s;
            }

            double energy = cosine * cosine + sine * sine;
            if (energy <= most)
                continue;
            most = energy;
            best = frequency;
        }

        return best;
    }
}
