using Chatterbox.Text;

namespace Chatterbox.Tests.Text;

public sealed class PauseTagsTests
{
    [Theory]
    [InlineData("[pause]", 0.5)]
    [InlineData("[pause:2]", 2)]
    [InlineData("[pause:1.2s]", 1.2)]
    [InlineData("[PAUSE: 500 ms ]", 0.5)]
    [InlineData("[pause:0]", 0)]
    [InlineData("[pause:10s]", 10)]
    [InlineData("[pause:.25s]", 0.25)]
    public void A_tag_cuts_the_text_and_says_how_long(string tag, double seconds)
    {
        List<PausedText> parts = PauseTags.Cut($"one{tag}two");
        Assert.Equal([new PausedText("one", null), new PausedText("two", seconds)], parts);
    }

    [Theory]
    [InlineData("one [pauses] two")]
    [InlineData("one [pause-key] two")]
    [InlineData("one pause: two")]
    [InlineData("")]
    public void Other_text_is_left_alone(string text) => Assert.Equal([new PausedText(text, null)], PauseTags.Cut(text));

    [Theory]
    [InlineData("a [pause:abc] b", "[pause:abc]")]
    [InlineData("a [pause:] b", "[pause:]")]
    [InlineData("a [pause:-1s] b", "[pause:-1s]")]
    [InlineData("a [pause:1,5s] b", "[pause:1,5s]")]
    [InlineData("a [pause:1e1] b", "[pause:1e1]")]
    [InlineData("a [pause:NaN] b", "[pause:NaN]")]
    [InlineData("a [pause 2s] b", "[pause 2s]")]
    [InlineData("a [pause:11s] b", "[pause:11s]")]
    [InlineData("a [pause:20000ms] b", "[pause:20000ms]")]
    [InlineData("a [pause:1s", "[pause:1s")]
    [InlineData("a [pause", "[pause")]
    public void A_malformed_or_long_tag_is_refused_by_name(string text, string tag)
    {
        string message = Assert.Throws<TextMarkupException>(() => PauseTags.Cut(text)).Message;
        Assert.StartsWith(tag, message, StringComparison.Ordinal);
        Assert.Contains("10 seconds", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_hostile_tag_is_shown_in_part() =>
        Assert.InRange(Assert.Throws<TextMarkupException>(() => PauseTags.Cut("[pause:" + new string('9', 100_000) + "]")).Message.Length, 1, 200);

    [Fact]
    public void All_tags_together_are_bounded()
    {
        Assert.Equal(61, PauseTags.Cut(string.Concat(Enumerable.Repeat("[pause:10s]", 60))).Count);
        Assert.Contains("600", Assert.Throws<TextMarkupException>(() => PauseTags.Cut(string.Concat(Enumerable.Repeat("a [pause:10s]", 61)))).Message, StringComparison.Ordinal);
    }
}
