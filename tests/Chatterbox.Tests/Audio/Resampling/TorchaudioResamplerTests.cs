using Chatterbox.Audio.Resampling;

namespace Chatterbox.Tests.Audio.Resampling;

public class TorchaudioResamplerTests
{
    [Fact]
    public void Agrees_with_torchaudio()
    {
        var golden = GoldenTensors.Open(Repo.Path("parity_data", "frontend", "resampling.safetensors"));
        float[] actual = new TorchaudioResampler(24000, 16000).Resample(golden.Floats("input_24000"));
        Assert.InRange(SignalError.Relative(actual, golden.Floats("torchaudio_24000_to_16000")), 0, 1e-6);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    public void The_length_is_rounded_up(int samples, int expected) =>
        Assert.Equal(expected, new TorchaudioResampler(24000, 16000).Resample(new float[samples]).Length);

    [Fact]
    public void Rates_without_a_common_divisor_are_refused() =>
        Assert.Throws<ArgumentException>(() => new TorchaudioResampler(44101, 24000));
}
