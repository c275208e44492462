using System.Globalization;
using Chatterbox.Audio;
using Chatterbox.Audio.Resampling;

namespace Chatterbox.Tests.Audio.Resampling;

public class HighQualityResamplerTests
{
    private static readonly GoldenTensors Golden =
        GoldenTensors.Open(Repo.Path("parity_data", "frontend", "resampling.safetensors"));

    public static TheoryData<int, int> Conversions()
    {
        TheoryData<int, int> conversions = [];
        foreach (string name in Golden.Names.Where(n => n.StartsWith("soxr_hq_", StringComparison.Ordinal)))
        {
            string[] parts = name.Split('_');
            conversions.Add(int.Parse(parts[2], CultureInfo.InvariantCulture), int.Parse(parts[4], CultureInfo.InvariantCulture));
        }

        return conversions;
    }

    [Fact]
    public void All_recorded_conversions_are_tested() => Assert.Equal(16, Conversions().Count);

    [Theory]
    [MemberData(nameof(Conversions))]
    public void Agrees_with_soxr(int from, int to)
    {
        float[] golden = Golden.Floats($"soxr_hq_{from}_to_{to}");
        float[] actual = HighQualityResampler.Resample(Input(from), from, to);
        int edge = to / 100;
        double inside = SignalError.Decibels(actual.AsSpan()[edge..^edge], golden.AsSpan()[edge..^edge]);
        Assert.True(inside > 110, $"{inside:F1} dB");
        double whole = SignalError.Decibels(actual, golden);
        Assert.True(whole > 90, $"{whole:F1} dB with both ends");
    }

    [Theory]
    [InlineData(22050, 24000)]
    [InlineData(44100, 16000)]
    [InlineData(8000, 24000)]
    public void Interpolated_weights_agree_with_soxr_too(int from, int to)
    {
        float[] golden = Golden.Floats($"soxr_hq_{from}_to_{to}");
        float[] actual = new HighQualityResampler(from, to, maxExactWeights: 0).Resample(Input(from));
        int edge = to / 100;
        double inside = SignalError.Decibels(actual.AsSpan()[edge..^edge], golden.AsSpan()[edge..^edge]);
        Assert.True(inside > 110, $"{inside:F1} dB");
    }

    [Theory]
    [InlineData(1234, 24000)]
    [InlineData(44101, 24000)]
    [InlineData(24000, 44100)]
    [InlineData(767_999, 16000)]
    public void Odd_rates_keep_a_tone_in_the_passband(int from, int to)
    {
        double frequency = 0.7 * Math.Min(from, to) / 2;
        float[] actual = HighQualityResampler.Resample(Tone(frequency, from, from), from, to);
        float[] expected = Tone(frequency, to, actual.Length);
        int edge = actual.Length / 4;
        double inside = SignalError.Decibels(actual.AsSpan()[edge..^edge], expected.AsSpan()[edge..^edge]);
        Assert.True(inside > 110, $"{inside:F1} dB");
    }

    [Theory]
    [InlineData(48000, 24000)]
    [InlineData(44101, 24000)]
    public void Tones_above_the_lower_Nyquist_frequency_vanish(int from, int to)
    {
        float[] actual = HighQualityResampler.Resample(Tone(1.01 * to / 2, from, from), from, to);
        Assert.All(actual[(to / 4)..(to * 3 / 4)], sample => Assert.InRange(Math.Abs(sample), 0, 2e-6f));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(101)]
    public void Short_inputs_give_librosas_length(int samples)
    {
        Assert.Equal((int)Math.Ceiling(samples * 1.5), HighQualityResampler.Resample(new float[samples], 16000, 24000).Length);
        Assert.Equal((int)Math.Ceiling(samples / 3.0), HighQualityResampler.Resample(new float[samples], 48000, 16000).Length);
    }

    [Theory]
    [InlineData(0, 24000)]
    [InlineData(24000, 999)]
    [InlineData(768_001, 24000)]
    public void Absurd_rates_are_refused(int from, int to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HighQualityResampler(from, to));

    [Fact]
    public void A_stereo_clip_is_averaged_before_it_is_resampled()
    {
        AudioClip mono = HighQualityResampler.ToMono(new AudioClip(new float[] { 1, 0, 0.5f, 0.25f }, 24000, 2), 24000);
        Assert.Equal([0.5f, 0.375f], mono.Samples.ToArray());
    }

    private static float[] Input(int rate) => Golden.Floats($"input_{(rate == 48000 ? "48k" : rate)}");

    private static float[] Tone(double frequency, int rate, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / rate))];
}
