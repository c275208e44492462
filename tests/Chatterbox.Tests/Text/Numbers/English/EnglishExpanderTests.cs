using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class EnglishExpanderTests
{
    [Theory]
    [InlineData("I have 21 books, 0 pens and 1,234,567 cards.", "I have twenty-one books, zero pens and one million two hundred thirty-four thousand five hundred sixty-seven cards.")]
    [InlineData("1000000000000000001", "one quintillion one")]
    [InlineData("-7 and \u22123.05, .5", "minus seven and minus three point zero five, point five")]
    [InlineData("Agent 007 has 3.14.", "Agent zero zero seven has three point one four.")]
    [InlineData("Version 2.10.3 and 192.168.0.1.", "Version two point ten point three and one hundred ninety-two point one hundred sixty-eight point zero point one.")]
    [InlineData("The 1st, 2nd, 3rd, 12th, 20th, 22nd, 101st and 1,000th.", "The first, second, third, twelfth, twentieth, twenty-second, one hundred first and one thousandth.")]
    [InlineData("In 1999, 2005, 1905, 2000, 1900 and 2024.", "In nineteen ninety-nine, two thousand five, nineteen oh five, two thousand, nineteen hundred and twenty twenty-four.")]
    [InlineData("The 1900s, 1990s, '90s, 2010s and 2000s.", "The nineteen hundreds, nineteen nineties, 'nineties, twenty tens and two thousands.")]
    public void Numbers_are_words(string text, string expected) => Assert.Equal(expected, EnglishExpander.Expand(text));

    [Theory]
    [InlineData("On 2024-03-05.", "On March fifth, twenty twenty-four.")]
    [InlineData("3/25/2024 or 25/3/2024 or 5/5/2024", "March twenty-fifth, twenty twenty-four or March twenty-fifth, twenty twenty-four or May fifth, twenty twenty-four")]
    [InlineData("3/5/2024", "three slash five slash twenty twenty-four")]
    [InlineData("March 5, 2024, Mar. 5th, Sept. 2024", "March fifth, twenty twenty-four, March fifth, September twenty twenty-four")]
    [InlineData("on 5 March or the 5th of May", "on the fifth of March or the fifth of May")]
    [InlineData("2024-13-45", "two zero two four, one three, four five")]
    public void Dates_are_days_and_years(string text, string expected) => Assert.Equal(expected, EnglishExpander.Expand(text));

    [Theory]
    [InlineData("At 3:05 pm, 14:30, 3:00, 3pm.", "At three oh five pm, fourteen thirty, three o'clock, three pm.")]
    [InlineData("10:00 p.m. or 12:30:05", "ten p.m. or twelve thirty oh five")]
    [InlineData("16:9 and 25:61", "sixteen to nine and twenty-five to sixty-one")]
    public void Times_and_ratios_are_words(string text, string expected) => Assert.Equal(expected, EnglishExpander.Expand(text));

    [Theory]
    [InlineData("$5.50, \u00A33m, \u20AC1,200, \u00A5500", "five dollars and fifty cents, three million pounds, one thousand two hundred euros, five hundred yen")]
    [InlineData("$1, $0.99, $1.01, $5.00, $2.5", "one dollar, ninety-nine cents, one dollar and one cent, five dollars, two point five dollars")]
    [InlineData("$1.5 million, $3.5bn, $20k", "one point five million dollars, three point five billion dollars, twenty thousand dollars")]
    [InlineData("$5-$10, $5-10, -$5, 20 \u20AC, US$5", "five to ten dollars, five to ten dollars, minus five dollars, twenty euros, US five dollars")]
    public void Money_has_its_currency_behind(string text, string expected) => Assert.Equal(expected, EnglishExpander.Expand(text));

    [Theory]
    [InlineData("50% or 3.5 %", "fifty percent or three point five percent")]
    [InlineData("1/2, 3/4, 2/3, 5/8, 7/30", "one half, three quarters, two thirds, five eighths, seven over thirty")]
    [InlineData("1 1/2 cups, 2\u00BD cups, \u00BD cup, 24/7", "one and a half cups, two and a half cups, one half cup, twenty-four seven")]
    [InlineData("10-12 km, 5\u20137 days, 1999-2005", "ten to twelve kilometers, five to seven days, nineteen ninety-nine to two thousand five")]
    [InlineData("20\u00B0C, -5 \u00B0F, 90\u00B0, 60 mph, 16GB, 1 kg, 1500 m", "twenty degrees Celsius, minus five degrees Fahrenheit, ninety degrees, sixty miles per hour, sixteen gigabytes, one kilogram, one thousand five hundred meters")]
    public void Quantities_have_their_units_written_out(string text, string expected) => Assert.Equal(expected, EnglishExpander.Expand(text));

    [Theory]
    [InlineData("555-1234", "five five five, one two three four")]
    [InlineData("(555) 123-4567", "five five five, one two three, four five six seven")]
    [InlineData("+1 555 123 4567", "plus one, five five five, one two three, four five six seven")]
    [InlineData("123-45-6789", "one two three, four five, six seven eight nine")]
    public void Telephone_numbers_are_read_digit_by_digit(string text, string expected) => Assert.Equal(expected, EnglishExpander.Expand(text));

    [Theory]
    [InlineData("R&D, salt & pepper, 2 + 2 = 4, #5", "R and D, salt and pepper, two plus two equals four, number five")]
    [InlineData("Mail john.smith@example.com now.", "Mail john dot smith at example dot com now.")]
    [InlineData("Dr. Smith and Mrs. Lee, 5 Main St. in St. Louis, etc. here", "Doctor Smith and Missus Lee, five Main Street in Saint Louis, et cetera here")]
    [InlineData("See fig. 3, p. 7, e.g. this.", "See figure three, page seven, for example this.")]
    [InlineData("He works at \"Acme Inc.\"", "He works at \"Acme Incorporated.\"")]
    [InlineData("Chapter IV, World War II, Henry VIII, Part I.", "Chapter four, World War two, Henry the eighth, Part one.")]
    [InlineData("GPT-4, COVID-19, 5-year-old, 3D", "GPT-four, COVID-nineteen, five-year-old, three D")]
    public void Symbols_and_abbreviations_are_words(string text, string expected) => Assert.Equal(expected, EnglishExpander.Expand(text));

    [Theory]
    [InlineData("Plain words, with marks: quotes \"so\" - and (brackets)... fine!")]
    [InlineData("Visit https://example.com/a?b=1&c=2#3 or www.example2.com.")]
    [InlineData("[laugh] [clear throat] [voice 5] [pause:2.5s] [x&y]")]
    [InlineData("B2B, MP3, v2.0, C++, C#, a_5, dir/5")]
    [InlineData("I like Part I liked; no. Never; the dr said so; mix the civil list IV.")]
    [InlineData("  odd \t white\u00A0space \n\r\u2029 and \u4F60\u597D \u0661\u0662 \uD83D \u0301 ")]
    [InlineData("")]
    public void Other_text_is_left_as_it_is(string text) => Assert.Equal(text, EnglishExpander.Expand(text));

    [Fact]
    public void A_very_long_number_is_read_digit_by_digit()
    {
        string digits = new('7', 37);
        Assert.Equal(string.Join(' ', Enumerable.Repeat("seven", 37)), EnglishExpander.Expand(digits));
        Assert.EndsWith("decillion", EnglishExpander.Expand("9" + new string('0', 33)), StringComparison.Ordinal);
    }
}
