using Chatterbox.Randomness;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class TextSplitterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" \n ", "")]
    [InlineData("Hello.", "Hello.")]
    [InlineData("  One. Two!  Three?  ", "One. Two!  Three?")]
    public void A_text_that_fits_is_one_piece(string text, string expected) => Assert.Equal([expected], TextSplitter.Split(text, 30));

    [Theory]
    [InlineData("It cost 3.14 dollars. Then it rose.", "It cost 3.14 dollars.|Then it rose.")]
    [InlineData("We met Dr. Smith today. He was well.", "We met Dr. Smith today.|He was well.")]
    [InlineData("Mrs. J. R. Tolkien came. We spoke.", "Mrs. J. R. Tolkien came.|We spoke.")]
    [InlineData("Fruit, e.g. apples, is good. Eat it now.", "Fruit, e.g. apples, is good.|Eat it now.")]
    [InlineData("So did I. You did it too then.", "So did I.|You did it too then.")]
    [InlineData("\"Are you there?\" she asked him then.", "\"Are you there?\"|she asked him then.")]
    [InlineData("He left (in May.) She stayed on.", "He left (in May.)|She stayed on.")]
    [InlineData("Wait... what was that noise now?!", "Wait...|what was that noise now?!")]
    [InlineData("Visit example.com today. It is free.", "Visit example.com today.|It is free.")]
    public void Sentences_end_at_marks_that_end_sentences(string text, string expected) =>
        Assert.Equal(expected.Split('|'), TextSplitter.Split(text, 28));

    [Fact]
    public void Wide_marks_need_no_white_space() =>
        Assert.Equal(["\u4F60\u597D\u3002", "\u4F60\u597D\u5417\uFF1F"], TextSplitter.Split("\u4F60\u597D\u3002\u4F60\u597D\u5417\uFF1F", 5));

    [Fact]
    public void Short_sentences_share_a_piece() =>
        Assert.Equal(["One. Two. Three.", "Four. Five."], TextSplitter.Split("One. Two. Three. Four. Five.", 18));

    [Fact]
    public void Blank_lines_end_sentences() =>
        Assert.Equal(["A title without a stop", "The story, as told, begins"], TextSplitter.Split("A title without a stop\r\n\r\nThe story, as told, begins", 30));

    [Fact]
    public void Long_sentences_are_cut_at_clauses() =>
        Assert.Equal(["The cat sat on the mat,", "and 1,000 dogs; all barked."], TextSplitter.Split("The cat sat on the mat, and 1,000 dogs; all barked.", 27));

    [Fact]
    public void Long_clauses_are_cut_between_words() =>
        Assert.Equal(["the cat", "sat\ton", "a mat"], TextSplitter.Split("the cat sat\ton a mat", 8));

    [Fact]
    public void Long_words_are_cut_between_characters()
    {
        Assert.Equal(["abc", "def", "g"], TextSplitter.Split("abcdefg", 3));
        Assert.Equal(["a\U0001F600", "\U0001F600b"], TextSplitter.Split("a\U0001F600\U0001F600b", 3));
        Assert.Equal(["e\u0301", "e\u0301", "e\u0301"], TextSplitter.Split("e\u0301e\u0301e\u0301", 3));
    }

    [Fact]
    public void A_small_piece_gives_way_to_a_clause() =>
        Assert.Equal(
            ["Oh. The long sentence that follows goes on,", "and on, and on, and on without an end"],
            TextSplitter.Split("Oh. The long sentence that follows goes on, and on, and on, and on without an end", 45));

    [Fact]
    public void Tags_stay_whole()
    {
        const string text = "one two [clear throat] three[laugh] four [sigh]five";
        for (int max = 14; max < 40; max++)
            foreach (string piece in TextSplitter.Split(text, max))
                Assert.Equal(piece.Count(c => c == '['), piece.Count(c => c == ']'));
    }

    [Fact]
    public void A_character_longer_than_a_piece_is_cut()
    {
        string marks = "e" + new string('\u0301', 1000);
        Assert.All(TextSplitter.Split(marks, 10), piece => Assert.InRange(piece.Length, 1, 10));
        Assert.Equal(marks, string.Concat(TextSplitter.Split(marks, 10)));
    }

    [Fact]
    public void Nothing_but_white_space_is_lost()
    {
        string[] parts =
        [
            "word", "a", ". ", ".", "? ", "!", "\u3002", ", ", ",", "; ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "[laugh]", "[clear throat]", "[", "]", "Dr. ",
            "3.14", "\u2026", "\"", "\u201D ", "\U0001F600", "\uD83D", "\u0301", "\u4F60\u597D", "\u0995\u09BF", "...", "J. ", ") ", "\u00A0", "x-y", "\u2014",
        ];
        var random = new CounterRandom(5);
        double[] numbers = new double[60];
        for (int trial = 0; trial < 2000; trial++)
        {
            random.Uniform(RandomPurpose.SpeechToken, trial * numbers.Length, numbers);
            string text = string.Concat(numbers.Skip(1).Take(1 + trial % 59).Select(number => parts[(int)(number * parts.Length)]));
            int max = 2 + (int)(numbers[0] * 40);
            IReadOnlyList<string> pieces = TextSplitter.Split(text, max);
            Assert.Equal(Ink(text), Ink(string.Concat(pieces)));
            Assert.All(pieces, piece => Assert.True(piece.Length <= max && (piece.Length > 0 || pieces.Count == 1)));
            Assert.All(pieces.Skip(1), piece => Assert.False(char.IsLowSurrogate(piece[0])));
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("a")]
    [InlineData("\u0301")]
    [InlineData(". ")]
    [InlineData("[")]
    [InlineData("[a")]
    [InlineData("\"")]
    public void Hostile_texts_take_no_long_time(string part)
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        TextSplitter.Split(string.Concat(Enumerable.Repeat(part, 100_000 / part.Length)) + "x", 60);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(10), $"{clock.Elapsed}");
    }

    [Fact]
    public void A_piece_has_at_least_two_characters() => Assert.Throws<ArgumentOutOfRangeException>(() => TextSplitter.Split("a", 1));

    private static string Ink(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
}
