using Chatterbox.Audio.Resampling;

namespace Chatterbox.Tests.Audio.Resampling;

public class PolyphaseResamplerTests
{
    [Theory]
    [InlineData(24_000, 32_000)]
    [InlineData(32_000, 24_000)]
    [InlineData(16_000, 32_000)]
    [InlineData(48_000, 32_000)]
    [InlineData(44_100, 32_000)]
    [InlineData(8_000, 32_000)]
    public void Agrees_with_scipys_definition(int from, int to)
    {
        float[] input = [.. Enumerable.Range(0, 401).Select(i => (float)(Math.Sin(0.3 * i) + 0.5 * Math.Cos(1.9 * i + 1)))];
        float[] actual = PolyphaseResampler.Resample(input, from, to);
        TensorAssert.Close("resampled", Definition(input, from, to), actual, 1e-6);
    }

    [Theory]
    [InlineData(1000, 768_000)]
    [InlineData(44_101, 32_000)]
    [InlineData(95_999, 32_000)]
    public void Odd_rates_keep_a_tone_in_the_passband(int from, int to)
    {
        double frequency = 0.5 * Math.Min(from, to) / 2;
        float[] actual = PolyphaseResampler.Resample(Tone(frequency, from, from / 10), from, to);
        float[] expected = Tone(frequency, to, actual.Length);
        int edge = actual.Length / 4;
        double inside = SignalError.Decibels(actual.AsSpan()[edge..^edge], expected.AsSpan()[edge..^edge]);
        Assert.True(inside > 50, $"{inside:F1} dB");
    }

    [Fact]
    public void Equal_rates_give_a_copy() => Assert.Equal([1f, 2f], PolyphaseResampler.Resample([1f, 2f], 32_000, 32_000));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 2)]
    [InlineData(3, 4)]
    [InlineData(4, 6)]
    public void Short_inputs_give_librosas_length(int samples, int expected) =>
        Assert.Equal(expected, PolyphaseResampler.Resample(new float[samples], 24_000, 32_000).Length);

    [Theory]
    [InlineData(0, 24_000)]
    [InlineData(24_000, 999)]
    [InlineData(768_001, 24_000)]
    public void Absurd_rates_are_refused(int from, int to) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PolyphaseResampler(from, to));

    /// <summary>
    /// resample_poly step by step: the low-pass of firwin(2 * half + 1, 1 / m, ("kaiser", 5)), half = 10 m, times up; zeros
    /// between the samples; the convolution; every down-th sample from the filter's middle on.
    /// </summary>
    private static float[] Definition(float[] input, int from, int to)
    {
        int divisor = (int)System.Numerics.BigInteger.GreatestCommonDivisor(from, to), up = to / divisor, down = from / divisor;
        int m = Math.Max(up, down), half = 10 * m;
        double[] h = new double[2 * half + 1];
        for (int i = 0; i < h.Length; i++)
        {
            double x = Math.PI * (i - half) / m, edge = (double)(i - half) / half;
            h[i] = (x == 0 ? 1 : Math.Sin(x) / x) / m * BesselI0(5 * Math.Sqrt(1 - edge * edge)) / BesselI0(5);
        }

        double sum = h.Sum();
        float[] output = new float[(input.Length * up + down - 1) / down];
        for (int n = 0; n < output.Length; n++)
        {
            double value = 0;
            for (int j = 0; j < input.Length; j++)
            {
                int at = half + n * down - j * up;
                if (at >= 0 && at < h.Length)
                    value += input[j] * h[at] / sum * up;
            }

            output[n] = (float)value;
        }

        return output;
    }

    /// <summary>I0(x) as the mean of exp(x cos t) over a turn.</summary>
    private static double BesselI0(double x) => Enumerable.Range(0, 64).Average(i => Math.Exp(x * Math.Cos(2 * Math.PI * i / 64)));

    private static float[] Tone(double frequency, int rate, int samples) =>
        [.. Enumerable.Range(0, samples).Select(i => (float)Math.Sin(2 * Math.PI * frequency * i / rate))];
}
