using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

public sealed class VoiceNameTests
{
    [Theory]
    [InlineData("Anna")]
    [InlineData("a")]
    [InlineData("Jos\u00e9 2.0_beta-x")]
    [InlineData("\u5b89\u5a1c")]
    [InlineData("\u0939\u093f\u0928\u094d\u0926\u0940")]
    [InlineData("\u05e9\u05dc\u05d5\u05dd")]
    [InlineData("\ud801\udc00")]
    [InlineData("-_-")]
    [InlineData("console")]
    [InlineData("com10")]
    [InlineData("default.wav")]
    [InlineData("default 2")]
    public void Names_of_any_script_are_taken_as_they_are(string name) => Assert.Equal(name, VoiceName.Parse(name).Text);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(" a")]
    [InlineData("a ")]
    [InlineData(".hidden")]
    [InlineData("a.")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("C:x")]
    [InlineData("a\0b")]
    [InlineData("a\nb")]
    [InlineData("a\tb")]
    [InlineData("a\u00a0b")]
    [InlineData("a\u200fb")]
    [InlineData("a\u202eb")]
    [InlineData("a\u2066b")]
    [InlineData("a\u200bb")]
    [InlineData("a\ufeffb")]
    [InlineData("a\u2215b")]
    [InlineData("a\ufe0fb")]
    [InlineData("a\u3164b")]
    [InlineData("\u0301a")]
    [InlineData("a \u0301")]
    [InlineData("a\ud800")]
    [InlineData("\udc00a")]
    [InlineData("a%2fb")]
    [InlineData("<script>")]
    [InlineData("\ud83d\ude00")]
    [InlineData("CON")]
    [InlineData("con")]
    [InlineData("nul.wav")]
    [InlineData("AUX .x")]
    [InlineData("Lpt9")]
    [InlineData("COM0")]
    [InlineData("\uff23\uff2f\uff2e")]
    [InlineData("default")]
    [InlineData("Default")]
    [InlineData("\uff44efault")]
    [InlineData("built-in")]
    [InlineData("BUILT-IN")]
    public void Other_texts_are_refused(string? name) => Assert.Throws<VoiceNameException>(() => VoiceName.Parse(name));

    [Fact]
    public void Length_is_counted_in_characters()
    {
        string sixtyFour = string.Concat(Enumerable.Repeat("\ud801\udc00", 64));
        Assert.Equal(sixtyFour, VoiceName.Parse(sixtyFour).Text);
        Assert.Throws<VoiceNameException>(() => VoiceName.Parse(sixtyFour + "a"));
        Assert.Throws<VoiceNameException>(() => VoiceName.Parse(new string('a', 65)));
        Assert.Throws<VoiceNameException>(() => VoiceName.Parse(new string('a', 1_000_000)));
    }

    [Theory]
    [InlineData("Anna", "aNNA")]
    [InlineData("Jos\u00e9", "JOSE\u0301")]
    [InlineData("\uff21nna", "Anna")]
    [InlineData("\u03c3\u03c2", "\u03a3\u03a3")]
    [InlineData("\ud55c", "\u1112\u1161\u11ab")]
    [InlineData("\u0416", "\u0436")]
    public void Names_that_look_the_same_are_the_same(string left, string right) =>
        Assert.Equal(VoiceName.Parse(left).Key, VoiceName.Parse(right).Key);

    [Fact]
    public void Names_that_look_different_are_different()
    {
        string[] names = ["anna", "anne", "an-na", "an na", "an_na", "an.na", "\u00e0nna"];
        Assert.Equal(names.Length, names.Select(name => VoiceName.Parse(name).Key).Distinct().Count());
    }

    [Fact]
    public void A_message_names_the_character_and_repeats_none_that_acts()
    {
        string message = Assert.Throws<VoiceNameException>(() => VoiceName.Parse("ab\u202ec")).Message;
        Assert.Contains("U+202E at place 3", message, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', message);
        Assert.Equal("a\ufffdb\ufffd", VoiceName.Printable("a\u001bb\u202e"));
        Assert.Equal(new string('x', 80) + "...", VoiceName.Printable(new string('x', 100_000)));
    }
}
