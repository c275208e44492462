using Chatterbox.Pipeline;
using Chatterbox.Pipeline.Guards;

namespace Chatterbox.Tests.Pipeline.Guards;

public sealed class SilentTailTests
{
    [Theory]
    [InlineData(0.4, 0.4)]
    [InlineData(0.6, 0.3)]
    [InlineData(5, 0.3)]
    public void A_long_silence_is_cut_to_three_tenths_of_a_second(double tail, double kept)
    {
        float[] audio = [.. Tone(1), .. Enumerable.Repeat(0.0005f, Samples(tail))];
        Assert.Equal(Samples(1 + kept), SilentTail.LengthWithout(audio), 2.0);
    }

    [Fact]
    public void Silence_inside_stays() =>
        Assert.Equal(Samples(4), SilentTail.LengthWithout([.. Tone(1), .. new float[Samples(2)], .. Tone(1)]));

    [Fact]
    public void Quiet_speech_is_no_silence() =>
        Assert.Equal(Samples(2), SilentTail.LengthWithout([.. Tone(1), .. Tone(1).Select(sample => sample / 100)]));

    [Fact]
    public void Nothing_but_silence_is_cut_too() => Assert.Equal(Samples(0.3), SilentTail.LengthWithout(new float[Samples(3)]));

    private static int Samples(double seconds) => (int)(seconds * AudioFormat.SampleRate);

    private static IEnumerable<float> Tone(double seconds) => Enumerable.Range(0, Samples(seconds)).Select(i => i % 2 == 0 ? 0.2f : -0.2f);
}
