using Chatterbox.Pipeline;

namespace Chatterbox.Tests.Pipeline;

public sealed class FamilyTraitsTests
{
    [Theory]
    [InlineData(ModelFamily.Original, 6, 150, false, 0, false, true)]
    [InlineData(ModelFamily.Multilingual, 6, 150, false, 0, true, true)]
    [InlineData(ModelFamily.Turbo, 15, 375, true, 3, false, false)]
    [InlineData(ModelFamily.Nano, 15, 375, true, 3, false, false)]
    public void Are_the_references(ModelFamily family, int seconds, int tokens, bool loudness, int silence, bool cuts, bool guides)
    {
        FamilyTraits traits = FamilyTraits.Of(family);
        Assert.Equal((seconds, tokens, loudness, silence, cuts, guides), (traits.PromptSeconds, traits.PromptTokens, traits.NormalizesLoudness, traits.TrailingSilence, traits.CutsLastToken, traits.GuidesFlow));
        Assert.Equal(tokens, seconds * 25);
    }

    [Theory]
    [InlineData(ModelFamily.Original, ModelFamily.Multilingual, true)]
    [InlineData(ModelFamily.Turbo, ModelFamily.Nano, true)]
    [InlineData(ModelFamily.Nano, ModelFamily.Nano, true)]
    [InlineData(ModelFamily.Original, ModelFamily.Turbo, false)]
    public void Voices_are_shared_where_prompts_are_cut_alike(ModelFamily left, ModelFamily right, bool shared)
    {
        Assert.Equal(shared, FamilyTraits.ShareVoices(left, right));
        Assert.Equal(shared, FamilyTraits.ShareVoices(right, left));
    }
}
