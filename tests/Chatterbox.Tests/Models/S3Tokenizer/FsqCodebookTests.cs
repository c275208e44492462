using Chatterbox.Models.S3Tokenizer;

namespace Chatterbox.Tests.Models.S3Tokenizer;

public sealed class FsqCodebookTests
{
    // 0.999 tanh(x) is 0.5 at x = 0.549974; the digits of 6560 are all two, those of 3280 all one.
    [Theory]
    [InlineData(new float[] { 9, 9, 9, 9, 9, 9, 9, 9 }, 6560)]
    [InlineData(new float[] { -9, -9, -9, -9, -9, -9, -9, -9 }, 0)]
    [InlineData(new float[] { 0, 0, 0, 0, 0, 0, 0, 0 }, 3280)]
    [InlineData(new float[] { 0.5501f, -9, -9, -9, -9, -9, -9, -9 }, 2)]
    [InlineData(new float[] { 0.5499f, -9, -9, -9, -9, -9, -9, -9 }, 1)]
    [InlineData(new float[] { -0.5499f, -9, -9, -9, -9, -9, -9, -9 }, 1)]
    [InlineData(new float[] { -0.5501f, -9, -9, -9, -9, -9, -9, 9 }, 4374)]
    public void Digits_follow_from_the_rounded_tanh(float[] projected, int token) =>
        Assert.Equal([token], FsqCodebook.Quantize(projected));
}
