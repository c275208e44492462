namespace Chatterbox.Tests.Intelligibility;

public class WordErrorRateTests
{
    [Theory]
    [InlineData("the cat sat", "the cat sat", 0, 3)]
    [InlineData("the cat sat", "the bat sat", 1, 3)]
    [InlineData("the cat sat", "the sat", 1, 3)]
    [InlineData("the cat sat", "the black cat sat", 1, 3)]
    [InlineData("the cat sat", "", 3, 3)]
    [InlineData("the cat sat", "cat sat the", 2, 3)]
    [InlineData("a", "b c d", 3, 1)]
    [InlineData("i bought three apples", "i got three apple s", 3, 4)]
    public void Counts_the_fewest_edits(string said, string heard, int errors, int words) =>
        Assert.Equal(new WordErrorRate(errors, words), WordErrorRate.Of(said, heard));

    [Fact]
    public void Case_and_punctuation_do_not_count() =>
        Assert.Equal(0, WordErrorRate.Of("Hello, World: it\u2019s \u00c9mile!", "hello world it's \u00e9mile").Errors);

    [Fact]
    public void Numbers_stay_as_they_are_written() => Assert.Equal(["room", "42", "b"], WordErrorRate.WordsOf("Room 42-B."));

    [Fact]
    public void Rates_add_up_by_words()
    {
        WordErrorRate both = WordErrorRate.Of("one two three", "one") + WordErrorRate.Of("four", "four");
        Assert.Equal(0.5, both.Rate);
        Assert.Equal("word error rate: 50.0 % (2 errors in 4 words)", both.ToString());
    }

    [Fact]
    public void Nothing_said_has_no_rate() =>
        Assert.Throws<InvalidOperationException>(() => WordErrorRate.Of("...", "noise").Rate);
}
