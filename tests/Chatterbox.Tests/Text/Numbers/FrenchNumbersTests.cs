using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class FrenchNumbersTests
{
    [Theory]
    [InlineData(0, "z\u00E9ro")]
    [InlineData(1, "un")]
    [InlineData(17, "dix-sept")]
    [InlineData(21, "vingt et un")]
    [InlineData(22, "vingt-deux")]
    [InlineData(70, "soixante-dix")]
    [InlineData(71, "soixante et onze")]
    [InlineData(72, "soixante-douze")]
    [InlineData(77, "soixante-dix-sept")]
    [InlineData(80, "quatre-vingts")]
    [InlineData(81, "quatre-vingt-un")]
    [InlineData(90, "quatre-vingt-dix")]
    [InlineData(91, "quatre-vingt-onze")]
    [InlineData(99, "quatre-vingt-dix-neuf")]
    [InlineData(100, "cent")]
    [InlineData(101, "cent un")]
    [InlineData(200, "deux cents")]
    [InlineData(201, "deux cent un")]
    [InlineData(280, "deux cent quatre-vingts")]
    [InlineData(1000, "mille")]
    [InlineData(2000, "deux mille")]
    [InlineData(80000, "quatre-vingt mille")]
    [InlineData(200000, "deux cent mille")]
    [InlineData(1000000, "un million")]
    [InlineData(80000000, "quatre-vingts millions")]
    [InlineData(200000000, "deux cents millions")]
    [InlineData(999999999, "neuf cent quatre-vingt-dix-neuf millions neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf")]
    public void Numbers_are_as_they_are_counted(int value, string words) => Assert.Equal(words, FrenchNumbers.Cardinal(value));

    [Fact]
    public void Each_number_has_words_of_its_own()
    {
        IEnumerable<int> values = Enumerable.Range(0, 20_000).Concat(Enumerable.Range(1, 49_000).Select(i => i * 20_011));
        string[] words = [.. values.Distinct().Select(FrenchNumbers.Cardinal)];
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(words, word => Assert.Equal(word, word.Trim().Replace("  ", " ", StringComparison.Ordinal)));
    }
}
