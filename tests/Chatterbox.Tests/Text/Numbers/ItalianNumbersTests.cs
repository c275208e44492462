using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class ItalianNumbersTests
{
    [Theory]
    [InlineData(0, "zero")]
    [InlineData(1, "uno")]
    [InlineData(3, "tre")]
    [InlineData(13, "tredici")]
    [InlineData(17, "diciassette")]
    [InlineData(21, "ventuno")]
    [InlineData(23, "ventitr\u00E9")]
    [InlineData(28, "ventotto")]
    [InlineData(88, "ottantotto")]
    [InlineData(100, "cento")]
    [InlineData(101, "centouno")]
    [InlineData(103, "centotr\u00E9")]
    [InlineData(113, "centotredici")]
    [InlineData(180, "centottanta")]
    [InlineData(188, "centottantotto")]
    [InlineData(200, "duecento")]
    [InlineData(1000, "mille")]
    [InlineData(1003, "milletr\u00E9")]
    [InlineData(2000, "duemila")]
    [InlineData(3000, "tremila")]
    [InlineData(23000, "ventitremila")]
    [InlineData(100000, "centomila")]
    [InlineData(1000000, "un milione")]
    [InlineData(2000003, "due milioni tre")]
    [InlineData(23000000, "ventitr\u00E9 milioni")]
    [InlineData(999999999, "novecentonovantanove milioni novecentonovantanovemilanovecentonovantanove")]
    public void Numbers_are_as_they_are_counted(int value, string words) => Assert.Equal(words, ItalianNumbers.Cardinal(value));

    [Fact]
    public void Each_number_has_words_of_its_own()
    {
        IEnumerable<int> values = Enumerable.Range(0, 20_000).Concat(Enumerable.Range(1, 49_000).Select(i => i * 20_011));
        string[] words = [.. values.Distinct().Select(ItalianNumbers.Cardinal)];
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(words, word => Assert.Equal(word, word.Trim().Replace("  ", " ", StringComparison.Ordinal)));
    }
}
