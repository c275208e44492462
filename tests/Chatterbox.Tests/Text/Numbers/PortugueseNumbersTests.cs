using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class PortugueseNumbersTests
{
    [Theory]
    [InlineData(0, "zero")]
    [InlineData(1, "um")]
    [InlineData(14, "catorze")]
    [InlineData(16, "dezesseis")]
    [InlineData(21, "vinte e um")]
    [InlineData(100, "cem")]
    [InlineData(101, "cento e um")]
    [InlineData(200, "duzentos")]
    [InlineData(555, "quinhentos e cinquenta e cinco")]
    [InlineData(1000, "mil")]
    [InlineData(1001, "mil e um")]
    [InlineData(1100, "mil e cem")]
    [InlineData(1101, "mil cento e um")]
    [InlineData(1234, "mil duzentos e trinta e quatro")]
    [InlineData(2000, "dois mil")]
    [InlineData(100000, "cem mil")]
    [InlineData(1000000, "um milh\u00E3o")]
    [InlineData(1000001, "um milh\u00E3o e um")]
    [InlineData(1200000, "um milh\u00E3o e duzentos mil")]
    [InlineData(1234567, "um milh\u00E3o duzentos e trinta e quatro mil quinhentos e sessenta e sete")]
    [InlineData(2000000, "dois milh\u00F5es")]
    [InlineData(999999999, "novecentos e noventa e nove milh\u00F5es novecentos e noventa e nove mil novecentos e noventa e nove")]
    public void Numbers_are_as_they_are_counted(int value, string words) => Assert.Equal(words, PortugueseNumbers.Cardinal(value));

    [Fact]
    public void Each_number_has_words_of_its_own()
    {
        IEnumerable<int> values = Enumerable.Range(0, 20_000).Concat(Enumerable.Range(1, 49_000).Select(i => i * 20_011));
        string[] words = [.. values.Distinct().Select(PortugueseNumbers.Cardinal)];
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(words, word => Assert.Equal(word, word.Trim().Replace("  ", " ", StringComparison.Ordinal)));
    }
}
