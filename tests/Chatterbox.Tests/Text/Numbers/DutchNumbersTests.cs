using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class DutchNumbersTests
{
    [Theory]
    [InlineData(0, "nul")]
    [InlineData(1, "een")]
    [InlineData(14, "veertien")]
    [InlineData(18, "achttien")]
    [InlineData(21, "eenentwintig")]
    [InlineData(22, "twee\u00EBntwintig")]
    [InlineData(33, "drie\u00EBndertig")]
    [InlineData(80, "tachtig")]
    [InlineData(99, "negenennegentig")]
    [InlineData(100, "honderd")]
    [InlineData(101, "honderdeen")]
    [InlineData(200, "tweehonderd")]
    [InlineData(1000, "duizend")]
    [InlineData(1001, "duizend een")]
    [InlineData(2345, "tweeduizend driehonderdvijfenveertig")]
    [InlineData(21000, "eenentwintigduizend")]
    [InlineData(100000, "honderdduizend")]
    [InlineData(1000000, "een miljoen")]
    [InlineData(2000002, "twee miljoen twee")]
    [InlineData(999999999, "negenhonderdnegenennegentig miljoen negenhonderdnegenennegentigduizend negenhonderdnegenennegentig")]
    public void Numbers_are_as_they_are_counted(int value, string words) => Assert.Equal(words, DutchNumbers.Cardinal(value));

    [Fact]
    public void Each_number_has_words_of_its_own()
    {
        IEnumerable<int> values = Enumerable.Range(0, 20_000).Concat(Enumerable.Range(1, 49_000).Select(i => i * 20_011));
        string[] words = [.. values.Distinct().Select(DutchNumbers.Cardinal)];
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(words, word => Assert.Equal(word, word.Trim().Replace("  ", " ", StringComparison.Ordinal)));
    }
}
