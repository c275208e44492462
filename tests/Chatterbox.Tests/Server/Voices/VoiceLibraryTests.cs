using System.Security.Cryptography;
using System.Text.Json;
using Chatterbox.Audio.Analysis;
using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;
using Chatterbox.Tests.Audio;

namespace Chatterbox.Tests.Server.Voices;

public sealed class VoiceLibraryTests : IDisposable
{
    private readonly LibraryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_voice_is_found_by_id_name_and_alias_also_by_the_next_process()
    {
        VoiceLibrary library = _folder.Open();
        VoiceEntry made = library.Create("Anna B", "DE", LibraryFolder.Upload(LibraryFolder.Wav(), LibraryFolder.Wav(1, 300)), ModelFamily.Original);
        library.AddAlias("anna-b", "Nan");
        foreach (VoiceLibrary each in (VoiceLibrary[])[library, _folder.Open()])
        {
            VoiceEntry found = Assert.Single(each.List());
            Assert.Equal(("anna-b", "Anna B", "de"), (found.Id, found.Name, found.Language));
            Assert.Equal(["Nan"], found.Aliases);
            Assert.Equal(made.Created, found.Created);
            Assert.All(["anna-b", "ANNA b", "nan"], name => Assert.Equal("anna-b", each.Find(name)?.Id));
            Assert.Null(each.Find("anna"));
            Assert.Empty(each.Problems);
        }
    }

    [FfmpegFact]
    public void Recordings_are_kept_as_they_were_uploaded()
    {
        byte[] first = LibraryFolder.Wav(0.5), second = File.ReadAllBytes(Repo.Path("tests", "data", "speech", "made-here", "lj001-mono.opus"));
        VoiceLibrary library = _folder.Open();
        VoiceEntry voice = library.Create(
            "x", null, [("C:\\me\\a\u202eb.exe", new MemoryStream(first)), ("../../etc/passwd", new MemoryStream(second))], ModelFamily.Original);
        Assert.Equal(["01.wav", "02.ogg"], voice.Clips.Select(clip => clip.File));
        Assert.Equal(["a\ufffdb.exe", "passwd"], voice.Clips.Select(clip => clip.OriginalName));
        Assert.Equal([first.Length, second.Length], voice.Clips.Select(clip => clip.Bytes));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(second)), voice.Clips[1].Sha256);
        Assert.Equal(0.5, voice.Clips[0].Seconds!.Value, 3);
        Assert.Equal(first, ReadAll(library.OpenClip("x", 0)));
        Assert.Equal(second, ReadAll(library.OpenClip("x", 1)));
        Assert.Throws<VoiceNotFoundException>(() => library.OpenClip("x", 2));
        Assert.Throws<VoiceNotFoundException>(() => library.OpenClip("x", -1));
    }

    [Fact]
    public void The_description_is_plain_json()
    {
        LibraryFolder.Create(_folder.Open(), "\u5b89\u5a1c");
        string id = Path.GetFileName(Directory.GetDirectories(_folder.Path).Single(path => Path.GetFileName(path)[0] != '.'));
        string text = File.ReadAllText(_folder.File(id, "voice.json"));
        using var json = JsonDocument.Parse(text);
        Assert.Contains("\u5b89\u5a1c", text, StringComparison.Ordinal);
        Assert.Equal(id, json.RootElement.GetProperty("id").GetString());
        Assert.Equal(64, json.RootElement.GetProperty("clips")[0].GetProperty("sha256").GetString()!.Length);
    }

    [Fact]
    public void Warnings_about_a_recording_are_kept()
    {
        byte[] wav = LibraryFolder.Wav(4);
        Array.Clear(wav, wav.Length * 3 / 10, wav.Length * 7 / 10);
        VoiceLibrary library = _folder.Open();
        library.Create("x", null, LibraryFolder.Upload(wav), ModelFamily.Original);
        ReferenceFinding finding = Assert.Single(_folder.Open().Find("x")!.Clips[0].Findings);
        Assert.Equal((ReferenceProblem.MostlySilent, FindingSeverity.Warning), (finding.Problem, finding.Severity));
        Assert.Contains("Cut the pauses out", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_ids_and_aliases_are_taken_once_in_any_case()
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "Anna B");
        library.AddAlias("Anna B", "Nan");
        LibraryFolder.Create(library, "Otto");
        foreach (string taken in (string[])["anna b", "ANNA-B", "nan"])
        {
            Assert.Throws<VoiceConflictException>(() => LibraryFolder.Create(library, taken));
            Assert.Throws<VoiceConflictException>(() => library.Rename("Otto", taken));
            Assert.Throws<VoiceConflictException>(() => library.AddAlias("Otto", taken));
        }

        Assert.Equal(["Anna B", "Otto"], library.List().Select(voice => voice.Name));
        Assert.Empty(library.Find("Otto")!.Aliases);
    }

    [Fact]
    public void Two_names_with_one_slug_get_two_ids()
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "a.b");
        Assert.Matches("^a-b-[0-9a-f]{8}$", LibraryFolder.Create(library, "a b").Id);
    }

    [Fact]
    public void A_renamed_voice_keeps_its_id_and_frees_its_name()
    {
        VoiceLibrary library = _folder.Open();
        string id = LibraryFolder.Create(library, "Anna").Id;
        library.AddAlias("Anna", "Berta");
        VoiceEntry renamed = library.Rename("Anna", "berta");
        Assert.Equal((id, "berta"), (renamed.Id, renamed.Name));
        Assert.Empty(renamed.Aliases);
        Assert.Equal("berta", _folder.Open().Find(id)!.Name);
        LibraryFolder.Create(library, "\u00c5sa");
        library.Rename("\u00c5sa", "\u00e5SA");
        Assert.Equal("\u00e5SA", library.Find("\u00e5sa")!.Name);
    }

    [Fact]
    public void Aliases_come_and_go()
    {
        VoiceLibrary library = _folder.Open(new VoiceLibraryLimits { MaxAliases = 2 });
        LibraryFolder.Create(library, "Anna");
        library.AddAlias("Anna", "A1");
        library.AddAlias("A1", "A2");
        Assert.Equal(["A1", "A2"], library.AddAlias("Anna", "a1").Aliases);
        Assert.Contains("2 aliases", Assert.Throws<VoiceNameException>(() => library.AddAlias("Anna", "A3")).Message, StringComparison.Ordinal);
        Assert.Equal(["A2"], library.RemoveAlias("Anna", "a1").Aliases);
        Assert.Null(library.Find("A1"));
        Assert.Throws<VoiceNotFoundException>(() => library.RemoveAlias("Anna", "Anna"));
        Assert.Throws<VoiceNotFoundException>(() => library.RemoveAlias("Anna", new string('x', 500)));
    }

    [Fact]
    public void The_default_voice_is_set_cleared_and_goes_with_its_voice()
    {
        VoiceLibrary library = _folder.Open(), other = _folder.Open();
        Assert.Null(library.GetDefault());
        LibraryFolder.Create(library, "Anna");
        LibraryFolder.Create(library, "Otto");
        library.SetDefault("ANNA");
        Assert.Equal("Anna", other.GetDefault()?.Name);
        Assert.Equal("""{"default":"anna"}""", File.ReadAllText(_folder.File("library.json")));
        other.Delete("Otto");
        Assert.Equal("Anna", library.GetDefault()?.Name);
        other.Delete("Anna");
        Assert.Null(library.GetDefault());
        LibraryFolder.Create(library, "Anna");
        Assert.Null(library.GetDefault());
        library.SetDefault("Anna");
        library.ClearDefault();
        Assert.Null(other.GetDefault());
        Assert.Throws<VoiceNotFoundException>(() => library.SetDefault("nobody"));
    }

    [Fact]
    public void A_default_voice_that_is_not_there_is_an_error_and_not_another_voice()
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "Anna");
        library.SetDefault("Anna");
        Directory.Delete(_folder.File("anna"), recursive: true);
        Assert.Contains("'anna'", Assert.Throws<VoiceNotFoundException>(library.GetDefault).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("library.json"), "{\"default\":\"../x\"}");
        Assert.Throws<VoiceNotFoundException>(_folder.Open().GetDefault);
        Assert.Equal("library.json", Assert.Single(_folder.Open().Problems).Item);
        LibraryFolder.Create(library, "Otto");
        library.SetDefault("Otto");
        Assert.Equal("Otto", _folder.Open().GetDefault()?.Name);
    }

    [Fact]
    public void A_deleted_voice_leaves_nothing_behind()
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "Anna");
        library.Delete("anna");
        Assert.Empty(library.List());
        Assert.Empty(_folder.Leftovers());
        Assert.False(Directory.Exists(_folder.File("anna")));
        Assert.Throws<VoiceNotFoundException>(() => library.Delete("anna"));
        Assert.Throws<VoiceNotFoundException>(() => library.OpenClip("anna", 0));
        Assert.Equal("anna", LibraryFolder.Create(library, "Anna").Id);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a\0b")]
    [InlineData("CON")]
    [InlineData("..")]
    [InlineData(".hidden")]
    [InlineData("a\u200fb")]
    [InlineData("default")]
    [InlineData("Built-in")]
    public void Hostile_names_get_nowhere(string name)
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "Anna");
        Assert.Throws<VoiceNameException>(() => LibraryFolder.Create(library, name));
        Assert.Throws<VoiceNameException>(() => library.Rename("Anna", name));
        Assert.Throws<VoiceNameException>(() => library.AddAlias("Anna", name));
        Assert.Null(library.Find(name));
        Assert.Throws<VoiceNotFoundException>(() => library.Delete(name));
        Assert.Throws<VoiceNotFoundException>(() => library.OpenClip(name, 0));
        Assert.Throws<VoiceNotFoundException>(() => library.SetDefault(name));
        Assert.Empty(_folder.Leftovers());
        Assert.Equal(["voices"], Directory.EnumerateFileSystemEntries(Path.GetDirectoryName(_folder.Path)!).Select(Path.GetFileName));
    }

    [Fact]
    public void The_number_of_voices_is_bounded()
    {
        VoiceLibrary library = _folder.Open(new VoiceLibraryLimits { MaxVoices = 2 });
        LibraryFolder.Create(library, "a");
        LibraryFolder.Create(library, "b");
        Assert.Contains("full", Assert.Throws<VoiceStorageException>(() => LibraryFolder.Create(library, "c")).Message, StringComparison.Ordinal);
        library.Delete("a");
        LibraryFolder.Create(library, "c");
        VoiceLibrary smaller = _folder.Open(new VoiceLibraryLimits { MaxVoices = 1 });
        Assert.Equal(["b"], smaller.List().Select(voice => voice.Name));
        Assert.Contains("2 voices", Assert.Single(smaller.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_language_is_refused() => Assert.Contains(
        "xx",
        Assert.Throws<VoiceException>(() => _folder.Open().Create("x", "xx", LibraryFolder.Upload(LibraryFolder.Wav()), ModelFamily.Original)).Message,
        StringComparison.Ordinal);

    private static byte[] ReadAll(Stream stream)
    {
        using (stream)
        {
            using MemoryStream copy = new();
            stream.CopyTo(copy);
            return copy.ToArray();
        }
    }
}
