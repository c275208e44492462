using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>What an operator, or an accident, may have put into the folder.</summary>
public sealed class FolderContentTests : IDisposable
{
    private readonly LibraryFolder _folder = new();

    public FolderContentTests() => LibraryFolder.Create(_folder.Open(), "Anna");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Loose_recordings_are_voices_that_cannot_be_changed()
    {
        File.WriteAllBytes(_folder.File("Otto 2.wav"), LibraryFolder.Wav());
        File.Copy(Repo.Path("tests", "data", "speech", "made-here", "jfk-44k1-stereo.mp3"), _folder.File("jfk.MP3"));
        File.WriteAllText(_folder.File("README.txt"), "notes");
        VoiceLibrary library = _folder.Open();
        Assert.Equal(["Anna", "jfk", "Otto 2"], library.List().Select(voice => voice.Name));
        Assert.Empty(library.Problems);
        VoiceEntry otto = library.Find("otto 2")!;
        Assert.Equal(("otto-2", true), (otto.Id, otto.IsReadOnly));
        foreach (Action change in (Action[])[() => library.Rename("Otto 2", "x"), () => library.AddAlias("otto-2", "x"), () => library.Delete("otto-2")])
            Assert.Contains("operator", Assert.Throws<VoiceConflictException>(change).Message, StringComparison.Ordinal);
        Assert.Throws<VoiceConflictException>(() => LibraryFolder.Create(library, "OTTO 2"));
        library.SetDefault("Otto 2");
        Assert.Equal("Otto 2", library.GetDefault()?.Name);
        using Stream clip = library.OpenClip("Otto 2", 0);
        Assert.Equal(LibraryFolder.Wav().Length, clip.Length);
    }

    [Fact]
    public void A_loose_recording_that_comes_later_is_seen_and_one_that_goes_is_not()
    {
        VoiceLibrary library = _folder.Open();
        Assert.Null(library.Find("Otto"));
        File.WriteAllBytes(_folder.File("Otto.wav"), LibraryFolder.Wav());
        Assert.NotNull(library.Find("Otto"));
        File.Delete(_folder.File("Otto.wav"));
        Assert.Null(library.Find("Otto"));
    }

    [Fact]
    public void A_loose_recording_with_a_taken_or_impossible_name_is_a_problem()
    {
        File.WriteAllBytes(_folder.File("ANNA.wav"), LibraryFolder.Wav());
        File.WriteAllBytes(_folder.File("nul.wav"), LibraryFolder.Wav());
        VoiceLibrary library = _folder.Open();
        Assert.False(Assert.Single(library.List()).IsReadOnly);
        Assert.Equal(["ANNA.wav", "nul.wav"], library.Problems.Select(problem => problem.Item));
    }

    public static TheoryData<string> BrokenDescriptions => new(
        "",
        "{",
        "null",
        "[]",
        "\0\0\0",
        "{\"version\":1}",
        Description("\"version\": 2"),
        Description("\"id\": \"anna\""),
        Description("\"id\": \"../x\""),
        Description("\"name\": \"../x\""),
        Description("\"name\": \"a\\ud800\""),
        Description("\"name\": null"),
        Description("\"aliases\": [\"\"]"),
        Description("\"aliases\": [null]"),
        Description("\"aliases\": null"),
        Description("\"clips\": []"),
        Description("\"clips\": [null]"),
        Description(Clip.Replace("01.wav", "../voice.json", StringComparison.Ordinal)),
        Description(Clip.Replace("01.wav", "/etc/passwd", StringComparison.Ordinal)),
        Description(Clip.Replace("aaaa", "AAAA", StringComparison.Ordinal)),
        Description(Clip.Replace("\"seconds\": 1", "\"seconds\": -1", StringComparison.Ordinal)),
        Description(Clip.Replace("\"bytes\": 1", "\"bytes\": 99999999999999999999", StringComparison.Ordinal)),
        Description(Clip.Replace("\"findings\": []", "\"findings\": [{\"problem\": 17}]", StringComparison.Ordinal)),
        new string(' ', 300 << 10));

    [Fact]
    public void The_description_that_the_broken_ones_are_made_of_is_whole()
    {
        Write("broken", Description("\"version\": 1"));
        Assert.NotNull(_folder.Open().Find("broken"));
    }

    [Theory]
    [MemberData(nameof(BrokenDescriptions))]
    public void A_voice_that_cannot_be_read_is_reported_and_the_rest_is_there(string description)
    {
        Write("broken", description);
        VoiceLibrary library = _folder.Open();
        Assert.Equal(["Anna"], library.List().Select(voice => voice.Name));
        VoiceProblem problem = Assert.Single(library.Problems);
        Assert.Equal("broken", problem.Item);
        Assert.DoesNotContain(_folder.Path, problem.Message, StringComparison.Ordinal);
        LibraryFolder.Create(library, "Otto");
        Assert.Equal(["Anna", "Otto"], library.List().Select(voice => voice.Name));
    }

    [Fact]
    public void A_voice_with_the_id_of_a_broken_one_gets_another_id()
    {
        Write("broken", "{");
        Assert.Matches("^broken-[0-9a-f]{8}$", LibraryFolder.Create(_folder.Open(), "broken").Id);
        Assert.Equal("{", File.ReadAllText(_folder.File("broken", "voice.json")));
    }

    [Fact]
    public void Folders_that_are_no_voices_are_reported()
    {
        Directory.CreateDirectory(_folder.File("Some Folder"));
        Directory.CreateDirectory(_folder.File("empty"));
        Assert.Equal(["Some Folder", "empty"], _folder.Open().Problems.Select(problem => problem.Item));
    }

    [Fact]
    public void Of_two_voices_with_one_name_the_older_is_served()
    {
        Write("twin", Description("\"version\": 1").Replace("\"id\": \"broken\", \"name\": \"broken\"", "\"id\": \"twin\", \"name\": \"ANNA\"", StringComparison.Ordinal));
        VoiceLibrary library = _folder.Open();
        // The description is of the year 2000.
        Assert.Equal("twin", library.Find("anna")!.Id);
        Assert.Equal("anna", Assert.Single(library.Problems).Item);
    }

    [Fact]
    public async Task Symbolic_links_are_not_followed()
    {
        string outside = _folder.Outside("outside");
        Directory.Move(_folder.File("anna"), outside);
        File.WriteAllBytes(_folder.Outside("secret.wav"), LibraryFolder.Wav());
        if (!TryLink(() => Directory.CreateSymbolicLink(_folder.File("anna"), outside)))
            return;
        File.CreateSymbolicLink(_folder.File("loose.wav"), _folder.Outside("secret.wav"));
        File.CreateSymbolicLink(_folder.File("library.json"), _folder.Outside("secret.wav"));
        VoiceLibrary library = _folder.Open();
        Assert.Empty(library.List());
        Assert.Equal(["anna", "library.json", "loose.wav"], library.Problems.Select(problem => problem.Item));

        // Deeper links: the recordings, and the prepared voice.
        LibraryFolder.Create(library, "Otto");
        File.Delete(_folder.File("otto", "clips", "01.wav"));
        File.CreateSymbolicLink(_folder.File("otto", "clips", "01.wav"), _folder.Outside("secret.wav"));
        Assert.Contains("symbolic link", Assert.Throws<VoiceException>(() => library.OpenClip("Otto", 0)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VoiceException>(() => library.GetAsync("Otto", LibraryFolder.Preparation()));
        LibraryFolder.Create(library, "Berta");
        Directory.Delete(_folder.File("berta", "conditionals"));
        string elsewhere = Directory.CreateDirectory(_folder.Outside("elsewhere")).FullName;
        Directory.CreateSymbolicLink(_folder.File("berta", "conditionals"), elsewhere);
        await library.GetAsync("Berta", LibraryFolder.Preparation());
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));

        // What a link leads to outlives the voice.
        library.Delete("Otto");
        library.Delete("Berta");
        Assert.True(File.Exists(_folder.Outside("secret.wav")));
        Assert.True(Directory.Exists(elsewhere));
        Assert.True(File.Exists(Path.Combine(outside, "voice.json")));
    }

    [Fact]
    public void The_folder_itself_may_be_a_link()
    {
        if (!TryLink(() => Directory.CreateSymbolicLink(_folder.Outside("link"), _folder.Path)))
            return;
        using VoiceLibrary library = new(_folder.Outside("link"));
        Assert.NotNull(library.Find("Anna"));
        library.OpenClip("Anna", 0).Dispose();
    }

    private const string Clip = "\"clips\": [{\"file\": \"01.wav\", \"original_name\": \"x\", \"bytes\": 1, \"sha256\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\", \"seconds\": 1, \"findings\": []}]";

    /// <summary>A description of the voice "broken" in which one property is replaced.</summary>
    private static string Description(string property)
    {
        string[] properties =
            ["\"version\": 1", "\"id\": \"broken\"", "\"name\": \"broken\"", "\"language\": null", "\"aliases\": []", "\"created\": \"2000-01-01T00:00:00+00:00\"", Clip];
        string key = property.Split(':')[0];
        return $"{{{string.Join(", ", properties.Select(other => other.Split(':')[0] == key ? property : other))}}}";
    }

    private void Write(string id, string description)
    {
        Directory.CreateDirectory(_folder.File(id));
        File.WriteAllText(_folder.File(id, "voice.json"), description);
    }

    /// <summary>Whether links can be made; Windows asks for a privilege.</summary>
    private static bool TryLink(Action link)
    {
        try
        {
            link();
            return true;
        }
        catch (Exception error) when (OperatingSystem.IsWindows() && error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
