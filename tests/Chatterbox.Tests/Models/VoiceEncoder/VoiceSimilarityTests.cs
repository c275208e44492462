using Chatterbox.Models.VoiceEncoder;

namespace Chatterbox.Tests.Models.VoiceEncoder;

public sealed class VoiceSimilarityTests
{
    [Theory]
    [InlineData(new float[] { 3, 4 }, new float[] { 6, 8 }, 1)]
    [InlineData(new float[] { 1, 0 }, new float[] { 0, 2 }, 0)]
    [InlineData(new float[] { 1, 1 }, new float[] { -2, -2 }, -1)]
    [InlineData(new float[] { 1, 0 }, new float[] { 3, 4 }, 0.6)]
    [InlineData(new float[] { 0, 0 }, new float[] { 3, 4 }, 0)]
    public void Is_the_cosine(float[] a, float[] b, double cosine) =>
        Assert.Equal(cosine, VoiceSimilarity.Cosine(a, b), 1e-6);

    [Fact]
    public void Sizes_must_agree() => Assert.Throws<ArgumentException>(() => VoiceSimilarity.Cosine([1], [1, 2]));
}
