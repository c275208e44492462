using System.Diagnostics;
using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>Whatever moment a process dies at, or a disk is full: what was there is there, and nothing is half made.</summary>
public sealed class CrashTests : IDisposable
{
    private readonly LibraryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_a_dead_process_left_is_invisible_and_removed_at_the_next_start()
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "Anna");
        string unfinished = _folder.File($".tmp-{Guid.NewGuid():N}");
        CopyFolder(_folder.File("anna"), unfinished);
        CopyFolder(_folder.File("anna"), _folder.File($".trash-{Guid.NewGuid():N}"));
        CopyFolder(_folder.File("anna"), _folder.File($".tmp-{Guid.NewGuid():N}-{Guid.NewGuid():N}"));
        File.WriteAllText(_folder.File(".tmp-x"), "{");
        Assert.Equal(["Anna"], library.List().Select(voice => voice.Name));
        Assert.Equal(4, _folder.Leftovers().Length);
        VoiceLibrary next = _folder.Open();
        Assert.Empty(_folder.Leftovers());
        Assert.Equal(["Anna"], next.List().Select(voice => voice.Name));
        Assert.Empty(next.Problems);
    }

    [Fact]
    public void A_start_does_not_disturb_an_upload_of_a_living_process()
    {
        VoiceLibrary library = _folder.Open();
        bool looked = false;
        using UploadStream upload = new(LibraryFolder.Wav(10), read =>
        {
            if (read == 0)
                return;
            looked = true;
            VoiceLibrary other = _folder.Open();
            Assert.Single(_folder.Leftovers());
            Assert.Empty(other.List());
        });
        library.Create("Anna", null, [("a.wav", upload)], ModelFamily.Original);
        Assert.True(looked);
        Assert.Equal("Anna", Assert.Single(_folder.Open().List()).Name);
    }

    [Fact]
    public async Task A_killed_process_loses_nothing_and_shows_nothing_half_made()
    {
        List<string> kept = [];
        for (int round = 0; round < 4; round++)
        {
            using Process child = ChildProcess.Start(_folder.Path, VoiceWriterProgram.Endless, $"{round}");
            try
            {
                // The moment of the kill falls somewhere else each time, since the child goes on while its line is read.
                for (int line = 0; line < 3 + 4 * round; line++)
                    kept.Add(await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) ?? throw new InvalidOperationException("The child ended."));
            }
            finally
            {
                child.Kill();
                await child.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            }

            VoiceLibrary library = _folder.Open();
            Assert.Empty(library.Problems);
            Assert.Empty(_folder.Leftovers());
            Assert.Superset(kept.ToHashSet(), library.List().Select(voice => voice.Name).ToHashSet());
            foreach (VoiceEntry voice in library.List())
            {
                using Stream clip = library.OpenClip(voice.Id, 0);
                Assert.Equal(voice.Clips[0].Bytes, clip.Length);
            }

            // Whoever is set is there.
            library.GetDefault();
            // What was set before the kill may be the brief voice, which is then deleted as usual.
            foreach (VoiceEntry brief in library.List().Where(voice => voice.Name.StartsWith("brief", StringComparison.Ordinal)))
                library.Delete(brief.Id);
        }
    }

    [Fact]
    public async Task A_full_disk_is_named_and_leaves_the_library_as_it_was()
    {
        if (OperatingSystem.IsWindows())
            return;
        LibraryFolder.Create(_folder.Open(), "Anna");
        using (Process child = ChildProcess.StartWithLargestFile(160, _folder.Path, VoiceWriterProgram.Once))
        {
            string said = await child.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(2));
            await child.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(1));
            Assert.Equal("The recording could not be stored: the disk of the server is full.", said.Trim());
        }

        Assert.Empty(_folder.Leftovers());
        Assert.Equal(["Anna"], _folder.Open().List().Select(voice => voice.Name));
    }

    [Fact]
    public void A_folder_that_is_gone_is_named_without_its_path()
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "Anna");
        Directory.Move(_folder.Path, _folder.Outside("elsewhere"));
        foreach (Action action in (Action[])[() => library.List(), () => LibraryFolder.Create(library, "Otto"), () => library.Delete("Anna")])
            Assert.DoesNotContain(_folder.Path, Assert.Throws<VoiceStorageException>(action).Message, StringComparison.Ordinal);
        Directory.Move(_folder.Outside("elsewhere"), _folder.Path);
        Assert.Equal(["Anna"], library.List().Select(voice => voice.Name));
    }

    private static void CopyFolder(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string folder in Directory.GetDirectories(source))
            CopyFolder(folder, Path.Combine(target, Path.GetFileName(folder)));
        foreach (string file in Directory.GetFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
    }
}
