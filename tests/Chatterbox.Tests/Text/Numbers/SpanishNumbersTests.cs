using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class SpanishNumbersTests
{
    [Theory]
    [InlineData(0, "cero")]
    [InlineData(1, "uno")]
    [InlineData(15, "quince")]
    [InlineData(16, "diecis\u00E9is")]
    [InlineData(20, "veinte")]
    [InlineData(21, "veintiuno")]
    [InlineData(22, "veintid\u00F3s")]
    [InlineData(23, "veintitr\u00E9s")]
    [InlineData(26, "veintis\u00E9is")]
    [InlineData(31, "treinta y uno")]
    [InlineData(99, "noventa y nueve")]
    [InlineData(100, "cien")]
    [InlineData(101, "ciento uno")]
    [InlineData(555, "quinientos cincuenta y cinco")]
    [InlineData(700, "setecientos")]
    [InlineData(900, "novecientos")]
    [InlineData(1000, "mil")]
    [InlineData(1001, "mil uno")]
    [InlineData(2000, "dos mil")]
    [InlineData(21000, "veinti\u00FAn mil")]
    [InlineData(31000, "treinta y un mil")]
    [InlineData(100000, "cien mil")]
    [InlineData(101000, "ciento un mil")]
    [InlineData(1000000, "un mill\u00F3n")]
    [InlineData(21000001, "veinti\u00FAn millones uno")]
    [InlineData(999999999, "novecientos noventa y nueve millones novecientos noventa y nueve mil novecientos noventa y nueve")]
    public void Numbers_are_as_they_are_counted(int value, string words) => Assert.Equal(words, SpanishNumbers.Cardinal(value));

    [Fact]
    public void Each_number_has_words_of_its_own()
    {
        IEnumerable<int> values = Enumerable.Range(0, 20_000).Concat(Enumerable.Range(1, 49_000).Select(i => i * 20_011));
        string[] words = [.. values.Distinct().Select(SpanishNumbers.Cardinal)];
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(words, word => Assert.Equal(word, word.Trim().Replace("  ", " ", StringComparison.Ordinal)));
    }
}
