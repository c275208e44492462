using Chatterbox.Models.T3;

namespace Chatterbox.Tests.Models.T3;

public sealed class LengthRuleTests
{
    [Theory]
    [InlineData(ModelFamily.Original, null, 20, 10, 160)]
    [InlineData(ModelFamily.Original, "en", 20, 10, 160)]
    [InlineData(ModelFamily.Multilingual, "fr", 20, 10, 160)]
    [InlineData(ModelFamily.Multilingual, "zh", 20, 0, 160)]
    [InlineData(ModelFamily.Multilingual, "ZH", 20, 0, 160)]
    [InlineData(ModelFamily.Multilingual, "ko", 20, 0, 160)]
    [InlineData(ModelFamily.Multilingual, "ja", 20, 10, 320)]
    [InlineData(ModelFamily.Turbo, null, 20, 40, 400)]
    [InlineData(ModelFamily.Nano, null, 20, 40, 400)]
    [InlineData(ModelFamily.Original, null, 500, 250, 1000)]
    [InlineData(ModelFamily.Turbo, null, 500, 1000, 1001)]
    [InlineData(ModelFamily.Turbo, null, 900, 1000, 1001)]
    public void Limits_follow_the_text(ModelFamily family, string? language, int tokens, int min, int max) =>
        Assert.Equal(new TokenLimits(min, max), LengthRule.For(family, language).Limits(tokens));

    [Theory]
    [InlineData(-5)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_word_or_a_laugh_has_two_seconds(int tokens)
    {
        Assert.Equal(50, LengthRule.For(ModelFamily.Original).Limits(tokens).Max);
        Assert.Equal(50, LengthRule.For(ModelFamily.Turbo).Limits(tokens).Max);
        Assert.InRange(LengthRule.For(ModelFamily.Turbo).Limits(tokens).Min, 2, 4);
    }

    [Theory]
    [InlineData(ModelFamily.Original, 1000)]
    [InlineData(ModelFamily.Turbo, 1001)]
    public void Off_leaves_the_references_cap(ModelFamily family, int cap)
    {
        foreach (int tokens in (ReadOnlySpan<int>)[-1, 0, 1, 2000])
            Assert.Equal(new TokenLimits(0, cap), LengthRule.Off(family).Limits(tokens));
    }
}
