using Chatterbox.Randomness;
using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class ScriptWriterTests
{
    [Fact]
    public void Sentences_that_fit_share_a_piece()
    {
        SpeechScript script = Write("One. Two! Three?", 30);
        Assert.Equal([new ScriptPiece("One. Two! Three?", 0)], script.Pieces);
        Assert.Equal(0, script.PauseAfter);
    }

    [Fact]
    public void Pauses_tell_sentences_from_paragraphs_and_from_cuts_inside()
    {
        SpeechScript script = Write("The first one. The second is long, as they go.\r\n  \r\nA new paragraph.\u2029The last.", 26);
        Assert.Equal(
            [
                new ScriptPiece("The first one.", 0), new ScriptPiece("The second is long,", 0.2), new ScriptPiece("as they go.", 0.1),
                new ScriptPiece("A new paragraph.", 0.6), new ScriptPiece("The last.", 0.6),
            ],
            script.Pieces);
    }

    [Fact]
    public void Pauses_are_as_the_options_say()
    {
        var options = new ScriptOptions { MaxCharacters = 8, SentencePause = 0.05, ParagraphPause = 1 };
        Assert.Equal([0, 0.05, 0.05, 1], ScriptWriter.Write("One is. Two words there\n\nEnd.", options).Pieces.Select(p => p.PauseBefore).Where((_, i) => i != 3));
    }

    [Fact]
    public void Pause_tags_cut_anywhere_and_add_up()
    {
        SpeechScript script = Write("[pause:1s]Wait [pause:250ms][pause] for it.\n\n[pause:2]Now.[pause:3s]\n[pause:1s]", 100);
        Assert.Equal([new ScriptPiece("Wait", 1), new ScriptPiece("for it.", 0.75), new ScriptPiece("Now.", 2.6)], script.Pieces);
        Assert.Equal(4, script.PauseAfter);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData(" \r\n\r\n\t\u2029 ", 0)]
    [InlineData("[pause:1s] \n\n [pause]", 1.5)]
    public void A_text_with_nothing_to_speak_has_no_pieces(string text, double pause)
    {
        SpeechScript script = Write(text, 100);
        Assert.Empty(script.Pieces);
        Assert.Equal(pause, script.PauseAfter);
    }

    [Fact]
    public void The_first_piece_may_be_shorter()
    {
        const string text = "A short one. This is the second sentence. Here we have the third of them. And a fourth.";
        var options = new ScriptOptions { MaxCharacters = 80, FirstPieceCharacters = 20 };
        Assert.Equal(
            ["A short one.", "This is the second sentence. Here we have the third of them. And a fourth."],
            ScriptWriter.Write(text, options).Pieces.Select(p => p.Text));
        Assert.Equal(
            ["A sentence that is", "longer than the first may be. Then comes more."],
            ScriptWriter.Write("A sentence that is longer than the first may be. Then comes more.", options).Pieces.Select(p => p.Text));
    }

    [Fact]
    public void Pieces_have_even_lengths()
    {
        // Greedy packing would leave 20 and 4.
        Assert.Equal(["Aaaa. Bbbb.", "Cccc. Dddd."], Texts("Aaaa. Bbbb. Cccc. Dddd.", 20));
        Assert.Equal(["aaaa bbbb cccc", "dddd eeee ff"], Texts("aaaa bbbb cccc dddd eeee ff", 25));
    }

    [Theory]
    [InlineData("A line that is\nwrapped at some width\nand goes on.", "A line that is wrapped at some width and goes on.")]
    [InlineData("Buy this:\n- milk\n- Bread and butter\n2. eggs", "Buy this:\n- milk.\n- Bread and butter.\n2. eggs")]
    [InlineData("Chapter One\nIt was a dark and stormy night.", "Chapter One.\nIt was a dark and stormy night.")]
    [InlineData("Roses are red\nViolets are blue\nSugar is sweet\nAnd so are you", "Roses are red, Violets are blue, Sugar is sweet, And so are you")]
    [InlineData("I went to see Mr.\nSmith in the large town.", "I went to see Mr. Smith in the large town.")]
    public void Line_ends_are_soft_unless_they_look_like_lists_headings_or_verse(string text, string expected) => Assert.Equal([expected], Texts(text, 200));

    [Fact]
    public void Wrapped_Chinese_is_joined_without_a_space() =>
        Assert.Equal(["\u4ECA\u5929\u5929\u6C14\u5F88\u597D\u3002"], Texts("\u4ECA\u5929\u5929\n\u6C14\u5F88\u597D\u3002", 50, "zh"));

    [Fact]
    public void Items_of_a_list_are_sentences() =>
        Assert.Equal(["1. First we go", "2. Second we stay", "3. Third"], Texts("1. First we go\n2. Second we stay\n3. Third", 18).Select(t => t.TrimEnd('.')));

    [Theory]
    [InlineData("ja", "\u79C1\u306F\u6771\u4EAC\u3067\u65B0\u3057\u3044\u672C\u3092\u8CB7\u3044\u307E\u3057\u305F", 6, "\u79C1\u306F\u6771\u4EAC\u3067|\u65B0\u3057\u3044\u672C\u3092|\u8CB7\u3044\u307E\u3057\u305F")]
    [InlineData("zh", "\u6211\u4EEC\u7684\u8001\u5E08\uFF0C\u4ECA\u5929\u6CA1\u6709\u6765\u3002", 8, "\u6211\u4EEC\u7684\u8001\u5E08\uFF0C|\u4ECA\u5929\u6CA1\u6709\u6765\u3002")]
    [InlineData("ko", "\uC548\uB155\uD558\uC138\uC694 \uC138\uACC4 \uC5EC\uB7EC\uBD84", 9, "\uC548\uB155\uD558\uC138\uC694|\uC138\uACC4 \uC5EC\uB7EC\uBD84")]
    public void Text_without_spaces_is_cut_at_phrases(string language, string text, int max, string expected)
    {
        Assert.Equal(expected.Split('|'), Texts(text, max, language));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Write("a", 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScriptWriter.Write("a", new ScriptOptions { MaxCharacters = 9, FirstPieceCharacters = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScriptWriter.Write("a", new ScriptOptions { MaxCharacters = 9, SentencePause = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ScriptWriter.Write("a", new ScriptOptions { MaxCharacters = 9, ParagraphPause = 11 }));
    }

    [Fact]
    public void Nothing_is_lost_and_no_piece_is_too_long()
    {
        string[] parts =
        [
            "word", "a", ". ", ".", "? ", "!", "\u3002", ", ", ",", "; ", " ", "  ", "\n", "\n\n", "\r\n", "\t", "[laugh]", "[clear throat]", "[", "]", "Dr. ",
            "3.14", "\u2026", "\"", "\u201D ", "\U0001F600", "\uD83D", "\u0301", "\u4F60\u597D", "\u0995\u09BF", "...", "J. ", ") ", "\u00A0", "x-y", "\u2014",
            "\n- Item", "\n2. ", "\u0964", "\u061F", "Word", "\u2029", "\u306E\u65E5", "\uAC00", " - ", "\u200D",
        ];
        var random = new CounterRandom(6);
        double[] numbers = new double[62];
        for (int trial = 0; trial < 3000; trial++)
        {
            random.Uniform(RandomPurpose.SpeechToken, trial * numbers.Length, numbers);
            string text = string.Concat(numbers.Skip(2).Take(1 + trial % 60).Select(number => parts[(int)(number * parts.Length)]));
            int max = 2 + (int)(numbers[0] * 40), first = 2 + (int)(numbers[1] * 40);
            var options = new ScriptOptions
            {
                MaxCharacters = max, FirstPieceCharacters = first, ExpandNumbers = false, Language = Languages.All[trial % Languages.All.Count].Code,
            };
            SpeechScript script = ScriptWriter.Write(text, options);
            string[] pieces = [.. script.Pieces.Select(p => p.Text)];
            AssertKeepsInk(text, string.Concat(pieces));
            Assert.Equal(script.Pieces, ScriptWriter.Write(text, options).Pieces);
            Assert.All(pieces, (piece, i) => Assert.InRange(piece.Length, 1, i == 0 ? Math.Min(first, max) : max));
            Assert.All(pieces, piece => Assert.False(char.IsWhiteSpace(piece[0]) || char.IsWhiteSpace(piece[^1])));
        }
    }

    [Fact]
    public void Numbers_are_written_out_before_pieces_are_measured()
    {
        string text = string.Concat(Enumerable.Repeat("On 2024-03-05 we paid $1,234,567.89 for 99 items, No. 7 etc. The end. ", 20));
        for (int max = 5; max < 200; max += 13)
        {
            string[] pieces = [.. Write(text, max).Pieces.Select(p => p.Text)];
            Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, max));
            Assert.DoesNotContain(string.Concat(pieces), c => char.IsDigit(c) || c == '$');
        }

        Assert.Equal(["one. First.\ntwo. Second."], Write("1. First\n2. Second.", 100).Pieces.Select(p => p.Text));
        Assert.Equal(["He paid 5.", "It is 3."], Texts("He paid 5. It is 3.", 10));
    }

    [Fact]
    public void Characters_and_tags_that_fit_stay_whole()
    {
        string text = string.Concat(Enumerable.Repeat("ne\u0301e\u0301 [clear throat] \U0001F469\u200D\U0001F680\U0001F44D\U0001F3FD x\u0301, y\u0301. z\u0301", 6));
        List<int> boundaries = [.. System.Globalization.StringInfo.ParseCombiningCharacters(text)];
        for (int max = 14; max < 60; max++)
        {
            int at = 0;
            foreach (string piece in Texts(text, max))
            {
                at = text.IndexOf(piece, at, StringComparison.Ordinal);
                Assert.Contains(at, boundaries);
                Assert.Equal(piece.Count(c => c == '['), piece.Count(c => c == ']'));
                at += piece.Length;
            }
        }
    }

    [Theory]
    [InlineData(".")]
    [InlineData("a")]
    [InlineData("\u0301")]
    [InlineData(". ")]
    [InlineData("[")]
    [InlineData("[a")]
    [InlineData("]")]
    [InlineData("\"")]
    [InlineData(".\"")]
    [InlineData("( ")]
    [InlineData("\n")]
    [InlineData("a\n")]
    [InlineData("- a\n")]
    [InlineData("A\n\n")]
    [InlineData("\u3002")]
    [InlineData("\u4F60")]
    [InlineData("\u3042\u6F22")]
    [InlineData("\uD83D")]
    [InlineData("\u200D")]
    [InlineData("1.")]
    [InlineData("J. ")]
    [InlineData("[pause")]
    [InlineData("\u05D0. ")]
    [InlineData("a, ")]
    public void Hostile_texts_take_no_long_time(string part)
    {
        string text = string.Concat(Enumerable.Repeat(part, 100_000 / part.Length)) + "x";
        var clock = System.Diagnostics.Stopwatch.StartNew();
        foreach (int max in (int[])[2, 60, 300, 5000])
            if (part == "[pause")
                Assert.Throws<TextMarkupException>(() => Write(text, max));
            else
                AssertKeepsInk(text, string.Concat(Texts(text, max)));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(20), $"{clock.Elapsed}");
    }

    /// <summary>All that is not white space is there, in order; a mark may have been put in at the end of a line.</summary>
    private static void AssertKeepsInk(string text, string spoken)
    {
        int at = 0;
        foreach (char c in text.Where(c => !char.IsWhiteSpace(c)))
        {
            while (at < spoken.Length && spoken[at] != c)
                Assert.True(IsAdded(spoken[at++]), text);
            Assert.True(at++ < spoken.Length, text);
        }

        Assert.True(spoken[at..].All(char.IsWhiteSpace), text);
    }

    private static bool IsAdded(char c) => char.IsWhiteSpace(c) || ".,\u3002\uFF0C\u3001\u0964\u060C".Contains(c, StringComparison.Ordinal);

    private static SpeechScript Write(string text, int max) => ScriptWriter.Write(text, new ScriptOptions { MaxCharacters = max });

    private static IEnumerable<string> Texts(string text, int max, string? language = null) =>
        ScriptWriter.Write(text, new ScriptOptions { MaxCharacters = max, Language = language, ExpandNumbers = false }).Pieces.Select(p => p.Text);
}
