using Chatterbox.Randomness;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class NumberExpanderTests
{
    [Theory]
    [InlineData("es", "Tengo 31 libros, 1.234.567 y 50 % de 3,5 & 100.", "Tengo treinta y uno libros, un mill\u00F3n doscientos treinta y cuatro mil quinientos sesenta y siete y cincuenta por ciento de 3,5 y cien.")]
    [InlineData("fr", "J'ai 80 livres, 1 234 et 50 %. Le 06 12 34 56 78, 5e, 14h30", "J'ai quatre-vingts livres, mille deux cent trente-quatre et cinquante pour cent. Le 06 12 34 56 78, 5e, 14h30")]
    [InlineData("de", "Es sind 21 in 1999, am 3. Mai, 50 % & 12:30, 12,50 \u20AC, 2024-03-05, 007.", "Es sind einundzwanzig in neunzehnhundertneunundneunzig, am 3. Mai, f\u00FCnfzig Prozent und 12:30, 12,50 \u20AC, 2024-03-05, 007.")]
    [InlineData("de", "Das sind 3.", "Das sind drei.")]
    [InlineData("it", "Ho 28 libri, 1.003 e 50%.", "Ho ventotto libri, milletr\u00E9 e cinquanta per cento.")]
    [InlineData("pt", "Tenho 1.100 livros [riso 5].", "Tenho mil e cem livros [riso 5].")]
    [InlineData("nl", "Ik heb 22 boeken in 1999 en 2.000, 1234567890.", "Ik heb twee\u00EBntwintig boeken in negentienhonderdnegenennegentig en tweeduizend, 1234567890.")]
    [InlineData("pl", "Mam 5 & 50%.", "Mam 5 & 50%.")]
    [InlineData("zh", "5 & 50%", "5 & 50%")]
    [InlineData("EN", "5", "five")]
    [InlineData(null, "5", "five")]
    public void Numbers_are_written_out_as_far_as_the_language_is_known(string? language, string text, string expected) =>
        Assert.Equal(expected, NumberExpander.Expand(text, language));

    [Fact]
    public void Text_without_numbers_and_symbols_stays_as_it_is()
    {
        string[] parts = ["word", "Name", " ", ", ", ". ", "!", "\"", "-", "\u2014", "(", ")", "\n", "\u00E9", "\u4F60", "\U0001F600", "[laugh]", "I", "'", ":", "; ", "\u0301"];
        var random = new CounterRandom(8);
        double[] numbers = new double[40];
        for (int trial = 0; trial < 500; trial++)
        {
            random.Uniform(RandomPurpose.SpeechToken, trial * numbers.Length, numbers);
            string text = string.Concat(numbers.Select(number => parts[(int)(number * parts.Length)]));
            Assert.All(Languages.All, language => Assert.Equal(text, NumberExpander.Expand(text, language.Code)));
        }
    }

    [Theory]
    [InlineData("1")]
    [InlineData("1,")]
    [InlineData("1,111")]
    [InlineData("1.")]
    [InlineData("1. ")]
    [InlineData("1-")]
    [InlineData("$1-")]
    [InlineData("(5")]
    [InlineData("+1 ")]
    [InlineData("1/")]
    [InlineData("1:")]
    [InlineData("@a")]
    [InlineData("a@ ")]
    [InlineData("&")]
    [InlineData("[a1")]
    [InlineData("No. ")]
    [InlineData("1 ")]
    [InlineData("Mar. ")]
    [InlineData("etc.)")]
    public void Hostile_texts_take_no_long_time(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (string language in (string[])["en", "fr", "de"])
        {
            Assert.NotEmpty(NumberExpander.Expand(text, language));
            Assert.NotEmpty(NumberExpander.Expand(text + new string(' ', 50_000), language));
        }

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }
}
