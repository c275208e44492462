using Chatterbox.Models.S3Gen.HiFT;

namespace Chatterbox.Tests.Models.S3Gen.HiFT;

public sealed class FadeInTests
{
    [Fact]
    public void Silence_for_20_ms_then_a_half_cosine()
    {
        float[] audio = new float[1000];
        Array.Fill(audio, 1f);

        FadeIn.Apply(audio);

        Assert.All(audio[..481], sample => Assert.Equal(0, sample));
        Assert.Equal(0.5f, (audio[480 + 239] + audio[480 + 240]) / 2, 1e-6f);
        Assert.All(audio[959..], sample => Assert.Equal(1, sample));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300)]
    [InlineData(700)]
    public void Short_audio_is_faded_as_far_as_it_goes(int samples)
    {
        float[] audio = new float[samples];
        Array.Fill(audio, 1f);

        FadeIn.Apply(audio);

        Assert.All(audio[..Math.Min(481, samples)], sample => Assert.Equal(0, sample));
        Assert.All(audio.Skip(481), sample => Assert.InRange(sample, 1e-6f, 0.6f));
    }
}
