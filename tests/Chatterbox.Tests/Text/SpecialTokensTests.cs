using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

/// <summary>What a user may inject: tags always, control tokens only where the reference is followed to the letter.</summary>
public sealed class SpecialTokensTests
{
    private const int Unknown = 1;

    [Theory]
    [InlineData(ModelFamily.Original, "[STOP]", 0)]
    [InlineData(ModelFamily.Original, "[UNK]", Unknown)]
    [InlineData(ModelFamily.Original, "[SPACE]", 2)]
    [InlineData(ModelFamily.Original, "[START]", 255)]
    [InlineData(ModelFamily.Original, "[fr]", 634)]
    [InlineData(ModelFamily.Original, "[PLACEHOLDER55]", 695)]
    [InlineData(ModelFamily.Multilingual, "[en]", 708)]
    [InlineData(ModelFamily.Multilingual, "[cj_a]", 733)]
    [InlineData(ModelFamily.Multilingual, "\uff3b\uff45\uff4e\uff3d", 708)] // fullwidth [en]
    [InlineData(ModelFamily.Turbo, "<|endoftext|>", 50256)]
    public void A_control_token_acts_only_as_in_the_reference(ModelFamily family, string typed, int id)
    {
        string? language = family == ModelFamily.Multilingual ? "fr" : null;
        string text = $"x{typed}y";
        Assert.Contains(id, FrontEnds.Load(family, SpecialTokens.AsReference).Tokenizer.Encode(text, language));

        TextFrontEnd service = FrontEnds.Load(family, SpecialTokens.TagsOnly);
        Assert.DoesNotContain(id, service.Tokenizer.Encode(text, language));
        Assert.DoesNotContain(id, service.Encode(text, language).Ids);
    }

    [Fact]
    public void Cangjie_codes_and_spaces_of_the_text_still_work_in_the_service()
    {
        const string text = "\u65e5 \u65e5[cj_b]"; // the sun, twice
        Tokenizer reference = FrontEnds.Load(ModelFamily.Multilingual, SpecialTokens.AsReference).Tokenizer;
        Tokenizer service = FrontEnds.Load(ModelFamily.Multilingual, SpecialTokens.TagsOnly).Tokenizer;
        Assert.Equal([725, 733, 2064, 2, 733, 2064, 734], reference.Encode(text, "zh"));
        Assert.Equal([725, 733, 2064, 2, 733, 2064], service.Encode(text, "zh")[..6]);
        Assert.DoesNotContain(734, service.Encode(text, "zh"));
    }

    [Theory]
    [InlineData(ModelFamily.Original, 604, 30)]
    [InlineData(ModelFamily.Turbo, 50257, 19)]
    public void Every_tag_is_one_token(ModelFamily family, int first, int count)
    {
        foreach (SpecialTokens policy in Enum.GetValues<SpecialTokens>())
        {
            Tokenizer tokenizer = FrontEnds.Load(family, policy).Tokenizer;
            int[] ids = [.. tokenizer.Tags.Select(tag => Assert.Single(tokenizer.Encode(tag, null)))];
            Assert.Equal(Enumerable.Range(first, count), ids.Order());
        }
    }

    [Fact]
    public void Multilingual_tags_work_in_lower_case()
    {
        Tokenizer tokenizer = FrontEnds.Load(ModelFamily.Multilingual, SpecialTokens.TagsOnly).Tokenizer;
        Assert.Equal(30, tokenizer.Tags.Count);
        Assert.Equal([708, 606], tokenizer.Encode("[Giggle]", "en"));
    }
}
