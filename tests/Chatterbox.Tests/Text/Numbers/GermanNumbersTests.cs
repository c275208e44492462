using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class GermanNumbersTests
{
    [Theory]
    [InlineData(0, "null")]
    [InlineData(1, "eins")]
    [InlineData(11, "elf")]
    [InlineData(16, "sechzehn")]
    [InlineData(17, "siebzehn")]
    [InlineData(21, "einundzwanzig")]
    [InlineData(30, "drei\u00DFig")]
    [InlineData(66, "sechsundsechzig")]
    [InlineData(77, "siebenundsiebzig")]
    [InlineData(100, "einhundert")]
    [InlineData(101, "einhunderteins")]
    [InlineData(111, "einhundertelf")]
    [InlineData(121, "einhunderteinundzwanzig")]
    [InlineData(1000, "eintausend")]
    [InlineData(1001, "eintausendeins")]
    [InlineData(1234, "eintausendzweihundertvierunddrei\u00DFig")]
    [InlineData(21000, "einundzwanzigtausend")]
    [InlineData(1000000, "eine Million")]
    [InlineData(1000001, "eine Million eins")]
    [InlineData(2000000, "zwei Millionen")]
    [InlineData(21000000, "einundzwanzig Millionen")]
    [InlineData(999999999, "neunhundertneunundneunzig Millionen neunhundertneunundneunzigtausendneunhundertneunundneunzig")]
    public void Numbers_are_as_they_are_counted(int value, string words) => Assert.Equal(words, GermanNumbers.Cardinal(value));

    [Fact]
    public void Each_number_has_words_of_its_own()
    {
        IEnumerable<int> values = Enumerable.Range(0, 20_000).Concat(Enumerable.Range(1, 49_000).Select(i => i * 20_011));
        string[] words = [.. values.Distinct().Select(GermanNumbers.Cardinal)];
        Assert.Equal(words.Length, words.Distinct().Count());
        Assert.All(words, word => Assert.Equal(word, word.Trim().Replace("  ", " ", StringComparison.Ordinal)));
    }
}
