using System.Collections.Concurrent;
using Chatterbox.Server.Voices;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>Many threads, and several libraries of one folder as several processes have them.</summary>
public sealed class SharedFolderTests : IDisposable
{
    private const int Threads = 64;
    private readonly LibraryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_process_sees_at_once_what_the_others_do()
    {
        VoiceLibrary left = _folder.Open(), right = _folder.Open();
        for (int round = 0; round < 20; round++)
        {
            LibraryFolder.Create(left, $"v{round}");
            Assert.Equal($"v{round}", right.Find($"v{round}")?.Name);
            right.Rename($"v{round}", $"w{round}");
            Assert.Equal($"w{round}", left.Find($"v{round}")?.Name);
            left.AddAlias($"w{round}", $"a{round}");
            Assert.NotNull(right.Find($"a{round}"));
            if (round % 2 == 0)
                right.Delete($"w{round}");
            Assert.Equal(round % 2 == 1, left.Find($"v{round}") is not null);
            Assert.Equal(left.List().Select(voice => voice.Name), right.List().Select(voice => voice.Name));
        }
    }

    [Fact]
    public void An_unchanged_folder_is_not_read_again()
    {
        VoiceLibrary library = _folder.Open();
        LibraryFolder.Create(library, "Anna");
        // A folder that changed long ago is settled: the next list is kept.
        Directory.SetLastWriteTimeUtc(_folder.Path, new DateTime(2020, 1, 1, 0, 0, 0, 1, DateTimeKind.Utc));
        IReadOnlyList<VoiceEntry> first = library.List();
        Assert.Same(first, library.List());
        LibraryFolder.Create(library, "Otto");
        Assert.NotSame(first, library.List());
    }

    [Fact]
    public void A_change_that_leaves_the_folders_time_as_it_was_is_seen_while_the_time_is_new()
    {
        VoiceLibrary library = _folder.Open();
        // A clock that stands still; ahead of ours, so that its time stays new however slow the test is.
        DateTime time = DateTime.UtcNow.AddHours(1);
        LibraryFolder.Create(library, "Anna");
        Directory.SetLastWriteTimeUtc(_folder.Path, time);
        Assert.Single(library.List());
        LibraryFolder.Create(_folder.Open(), "Otto");
        Directory.SetLastWriteTimeUtc(_folder.Path, time);
        Assert.Equal(2, library.List().Count);
    }

    [Fact]
    public async Task Of_many_who_take_a_name_one_gets_it()
    {
        VoiceLibrary[] libraries = [_folder.Open(), _folder.Open()];
        byte[] wav = LibraryFolder.Wav(0.2);
        int made = 0, refused = 0;
        await Together(thread =>
        {
            try
            {
                // A name without Latin letters has a random id, so that the file system alone would not refuse the second.
                libraries[thread % 2].Create("\u5b89\u5a1c", null, LibraryFolder.Upload(wav), ModelFamily.Original);
                Interlocked.Increment(ref made);
            }
            catch (VoiceConflictException)
            {
                Interlocked.Increment(ref refused);
            }
        });
        Assert.Equal((1, Threads - 1), (made, refused));
        Assert.Single(libraries[0].List());
        Assert.Empty(_folder.Leftovers());
    }

    [Fact]
    public async Task Threads_create_list_rename_and_delete_side_by_side()
    {
        VoiceLibrary[] libraries = [_folder.Open(), _folder.Open()];
        byte[] wav = LibraryFolder.Wav(0.2);
        LibraryFolder.Create(libraries[0], "always");
        ConcurrentBag<string> left = [];
        await Together(thread =>
        {
            VoiceLibrary library = libraries[thread % 2];
            library.Create($"kept {thread}", null, LibraryFolder.Upload(wav), ModelFamily.Original);
            library.Create($"brief {thread}", null, LibraryFolder.Upload(wav), ModelFamily.Original);
            Assert.NotNull(libraries[(thread + 1) % 2].Find($"brief-{thread}"));
            library.Rename($"kept {thread}", $"renamed {thread}");
            library.AddAlias($"renamed {thread}", $"alias {thread}");
            library.Delete($"brief {thread}");
            Assert.Contains(library.List(), voice => voice.Name == "always");
            Assert.DoesNotContain(library.List(), voice => voice.Name == $"brief {thread}");
            left.Add($"renamed {thread}");
        });
        foreach (VoiceLibrary library in (VoiceLibrary[])[.. libraries, _folder.Open()])
        {
            Assert.Equal(left.Append("always").Order(StringComparer.Ordinal), library.List().Select(voice => voice.Name).Order(StringComparer.Ordinal));
            Assert.Empty(library.Problems);
            Assert.Equal("kept-7", library.Find("alias 7")?.Id);
        }

        Assert.Empty(_folder.Leftovers());
    }

    /// <summary>Runs the action on 64 threads that begin together.</summary>
    private static async Task Together(Action<int> action)
    {
        using Barrier start = new(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                action(thread);
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))).WaitAsync(TimeSpan.FromMinutes(5));
    }
}
