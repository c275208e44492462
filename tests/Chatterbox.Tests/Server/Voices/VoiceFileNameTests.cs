using Chatterbox.Server.Voices;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>Clients of other servers name the files of voices.</summary>
public sealed class VoiceFileNameTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly VoiceLibrary _library;

    public VoiceFileNameTests()
    {
        foreach (string file in (string[])["Emily.wav", "Dr. No.wav", "Anna.wav", "Anna.mp3.wav"])
            File.Copy(Speech.Path("other/LJ001-0001.wav"), _folder.File(file));
        _library = new VoiceLibrary(_folder.File());
    }

    public void Dispose()
    {
        _library.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Emily", "Emily")]
    [InlineData("Emily.wav", "Emily")]
    [InlineData("emily.MP3", "Emily")]
    [InlineData("Emily.opus", "Emily")]
    [InlineData("Dr. No", "Dr. No")]
    [InlineData("Dr. No.flac", "Dr. No")]
    [InlineData("Anna.mp3", "Anna.mp3")]
    [InlineData("Anna.mp3.wav", "Anna.mp3")]
    [InlineData("Anna.wav", "Anna")]
    [InlineData("alloy.wav", VoiceAliases.BuiltIn)]
    public void A_file_name_leads_to_the_voice_without_its_extension_unless_a_voice_has_the_whole_name(string asked, string expected) =>
        Assert.Equal(expected, Aliases().Resolve(asked).Name);

    [Theory]
    [InlineData("Emily.txt")]
    [InlineData("Emily.wav.txt")]
    [InlineData("Emily.wav.wav")]
    [InlineData(".wav")]
    [InlineData("../Emily.wav")]
    [InlineData("..\\Emily.wav")]
    [InlineData("/voices/Emily.wav")]
    [InlineData("Bob.wav")]
    public void No_other_name_does(string asked) =>
        Assert.Throws<VoiceNotFoundException>(() => Aliases().Resolve(asked));

    [Fact]
    public void A_path_is_not_repeated_in_the_message()
    {
        Assert.DoesNotContain("passwd", Assert.Throws<VoiceNotFoundException>(() => Aliases().Resolve("../../etc/passwd")).Message, StringComparison.Ordinal);
        Assert.Contains("'Bob.wav'", Assert.Throws<VoiceNotFoundException>(() => Aliases().Resolve("Bob.wav")).Message, StringComparison.Ordinal);
    }

    private VoiceAliases Aliases() => new(_library, hasBuiltIn: true);
}
