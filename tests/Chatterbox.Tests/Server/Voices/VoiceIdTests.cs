using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

public sealed class VoiceIdTests
{
    [Theory]
    [InlineData("Anna", "anna")]
    [InlineData("Jos\u00e9 Mart\u00ednez", "jose-martinez")]
    [InlineData("A - B..C_d", "a-b-c_d")]
    [InlineData("Anna \u5b89\u5a1c", "anna")]
    [InlineData("_con_", "voice-con")]
    [InlineData("_default_", "voice-default")]
    [InlineData("Built in", "voice-built-in")]
    public void An_id_is_made_of_the_names_latin_letters(string name, string id) => Assert.Equal(id, VoiceId.Of(VoiceName.Parse(name), attempt: 0));

    [Theory]
    [InlineData("\u5b89\u5a1c")]
    [InlineData("-_-")]
    public void A_name_without_latin_letters_gets_a_random_id(string name)
    {
        string first = VoiceId.Of(VoiceName.Parse(name), 0), second = VoiceId.Of(VoiceName.Parse(name), 0);
        Assert.Matches("^voice-[0-9a-f]{8}$", first);
        Assert.NotEqual(first, second);
    }

    [Fact]
    public void A_second_attempt_gives_another_id() => Assert.Matches("^anna-[0-9a-f]{8}$", VoiceId.Of(VoiceName.Parse("Anna"), 1));

    [Fact]
    public void Long_names_give_valid_ids()
    {
        VoiceName name = VoiceName.Parse(new string('x', 64));
        Assert.All([VoiceId.Of(name, 0), VoiceId.Of(name, 1), VoiceId.OfLoose(name, _ => true)], id => Assert.True(VoiceId.IsValid(id)));
    }

    [Fact]
    public void A_loose_recording_has_the_same_id_in_every_process()
    {
        VoiceName name = VoiceName.Parse("\u5b89\u5a1c");
        Assert.Equal(VoiceId.OfLoose(name, _ => false), VoiceId.OfLoose(name, _ => false));
        Assert.NotEqual("anna", VoiceId.OfLoose(VoiceName.Parse("Anna"), id => id == "anna"));
    }

    [Theory]
    [InlineData("anna", true)]
    [InlineData("a_b-1", true)]
    [InlineData("", false)]
    [InlineData("Anna", false)]
    [InlineData("..", false)]
    [InlineData("a/b", false)]
    [InlineData("anna\n", false)]
    [InlineData("\u00e4", false)]
    [InlineData("con", false)]
    [InlineData("default", false)]
    [InlineData("built-in", false)]
    public void Only_slugs_are_ids(string text, bool valid) => Assert.Equal(valid, VoiceId.IsValid(text));
}
