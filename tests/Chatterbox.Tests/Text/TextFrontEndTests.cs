using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class TextFrontEndTests
{
    [Theory]
    [InlineData(ModelFamily.Original, "tokenizer.json")]
    [InlineData(ModelFamily.Multilingual, "grapheme_mtl_merged_expanded_v1.json")]
    [InlineData(ModelFamily.Turbo, "vocab.json")]
    [InlineData(ModelFamily.Nano, "vocab.json")]
    public void A_missing_file_is_named(ModelFamily family, string name)
    {
        using ModelFolder folder = new();
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => TextFrontEnd.For(family, folder.Path));
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains("Copy", error.Message, StringComparison.Ordinal);
        Assert.Equal(folder.Full(name), error.FileName);
    }

    [Theory]
    [InlineData(ModelFamily.Original, 704)]
    [InlineData(ModelFamily.Multilingual, 2454)]
    [InlineData(ModelFamily.Turbo, 50276)]
    [InlineData(ModelFamily.Nano, 50276)]
    public void The_vocabulary_has_the_size_of_the_embedding(ModelFamily family, int size) =>
        Assert.Equal(size, FrontEnds.Load(family, SpecialTokens.TagsOnly).Tokenizer.VocabularySize);

    [Fact]
    public void The_small_model_of_the_repository_has_the_English_tokenizer()
    {
        TextFrontEnd pico = TextFrontEnd.For(ModelFamily.Original, Repo.Path("models", "pico"));
        Assert.Equal([284, 18, 84, 28, 9], pico.Encode("hello").Ids);
    }

    [Theory]
    [InlineData(ModelFamily.Original, 2048)]
    [InlineData(ModelFamily.Multilingual, 2048)]
    [InlineData(ModelFamily.Turbo, 1024)]
    [InlineData(ModelFamily.Nano, 1024)]
    public void A_text_over_the_limit_is_cut_and_said_to_be(ModelFamily family, int limit)
    {
        TextFrontEnd frontEnd = FrontEnds.Load(family, SpecialTokens.TagsOnly);
        string text = string.Concat(Enumerable.Repeat("7!", limit));
        EncodedText cut = frontEnd.Encode(text);
        Assert.True(cut.Truncated);
        Assert.Equal(limit, cut.Ids.Length);
        Assert.Equal(2 * limit, cut.TokenCount);
        Assert.Equal(frontEnd.Tokenizer.Encode(cut.Normalized, null)[..limit], cut.Ids);

        EncodedText whole = frontEnd.Encode(text[..limit]);
        Assert.False(whole.Truncated);
        Assert.Equal(limit, whole.Ids.Length);
    }

    [Theory]
    [InlineData(ModelFamily.Original, "fr")]
    [InlineData(ModelFamily.Turbo, "fr")]
    [InlineData(ModelFamily.Multilingual, "xx")]
    [InlineData(ModelFamily.Multilingual, "")]
    public void A_language_the_model_does_not_speak_is_refused(ModelFamily family, string language) =>
        Assert.Throws<ArgumentException>(() => FrontEnds.Load(family, SpecialTokens.TagsOnly).Encode("Bonjour.", language));

    [Fact]
    public void Languages_may_be_upper_case_or_left_out()
    {
        TextFrontEnd multilingual = FrontEnds.Load(ModelFamily.Multilingual, SpecialTokens.TagsOnly);
        Assert.Equal([634, 22, 9], multilingual.Encode("I", "FR").Ids);
        Assert.Equal([22, 9], multilingual.Encode("I").Ids);
        TextFrontEnd english = FrontEnds.Load(ModelFamily.Original, SpecialTokens.TagsOnly);
        Assert.Equal(english.Encode("I").Ids, english.Encode("I", "EN").Ids);
    }

    [Fact]
    public void Without_the_Cangjie_table_Chinese_characters_are_unknown()
    {
        using ModelFolder folder = new ModelFolder()
            .Copy("grapheme_mtl_merged_expanded_v1.json", "multilingual", "grapheme_mtl_merged_expanded_v1.json");
        TextFrontEnd without = TextFrontEnd.For(ModelFamily.Multilingual, folder.Path);
        Assert.False(Assert.IsType<MultilingualTokenizer>(without.Tokenizer).KnowsChinese);
        Assert.Equal([725, 1, 9], without.Encode("\u65e5", "zh").Ids);
        TextFrontEnd with = FrontEnds.Load(ModelFamily.Multilingual, SpecialTokens.TagsOnly);
        Assert.True(Assert.IsType<MultilingualTokenizer>(with.Tokenizer).KnowsChinese);
    }

    [Fact]
    public void The_stand_in_table_serves_only_where_the_published_one_is_absent()
    {
        TextFrontEnd bundled = TextFrontEnd.For(ModelFamily.Multilingual, Repo.Path("models", "tokenizers", "multilingual"));
        Assert.Equal(FrontEnds.Load(ModelFamily.Multilingual, SpecialTokens.TagsOnly).Encode("\u65e5", "zh").Ids, bundled.Encode("\u65e5", "zh").Ids);
        using ModelFolder both = FrontEnds.Multilingual()
            .Copy(TextFrontEnd.CangjieStandInName, "multilingual", "Cangjie5_TC.stand-in.json")
            .Write(TextFrontEnd.CangjieFileName, "[\"\u65e5\\tb\"]");
        Assert.NotEqual(bundled.Encode("\u65e5", "zh").Ids, TextFrontEnd.For(ModelFamily.Multilingual, both.Path).Encode("\u65e5", "zh").Ids);
    }

    [Theory]
    [InlineData("\u66f0", new[] { 725, 756, 733, 2064 })] // a later row, xa, replaces the first, a
    [InlineData("\u899e", new[] { 725, 734, 753, 734, 753, 753, 760, 2064 })] // place 1 of bubuu
    [InlineData("\u7790", new[] { 725, 734, 753, 734, 753, 753, 761, 2064 })] // place 2 of bubuu
    public void A_glyph_is_spelled_by_its_last_code_and_its_place_there(string glyph, int[] expected) =>
        Assert.Equal(expected, FrontEnds.Load(ModelFamily.Multilingual, SpecialTokens.TagsOnly).Tokenizer.Encode(glyph, "zh"));
}
