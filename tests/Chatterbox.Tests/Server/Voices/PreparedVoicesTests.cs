using Chatterbox.Audio;
using Chatterbox.Pipeline;
using Chatterbox.Server.Voices;
using Chatterbox.Tensors;
using Chatterbox.Tensors.Safetensors;

namespace Chatterbox.Tests.Server.Voices;

public sealed class PreparedVoicesTests : IDisposable
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(1);
    private readonly LibraryFolder _folder = new();
    private readonly VoiceLibrary _library;
    private int _calls;

    public PreparedVoicesTests()
    {
        _library = _folder.Open();
        _library.Create("Anna", null, LibraryFolder.Upload(LibraryFolder.Wav(0.5), LibraryFolder.Wav(0.75)), ModelFamily.Original);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_voice_is_made_of_all_its_recordings_once_and_kept_in_memory_and_on_disk()
    {
        Voice voice = await Get(_library);
        Assert.Equal(1.25f, voice.SpeakerEmbedding[0], 3);
        Assert.Same(voice, await Get(_library));
        Assert.True(File.Exists(_folder.File("anna", "conditionals", "original-mark.safetensors")));
        Voice loaded = await Get(_folder.Open());
        Assert.Equal(voice.SpeakerEmbedding, loaded.SpeakerEmbedding);
        Assert.Equal(1, _calls);
        Assert.Empty(_folder.Leftovers());
    }

    [Fact]
    public async Task Families_that_share_voices_share_the_file()
    {
        await Get(_library, ModelFamily.Multilingual);
        await Get(_library, ModelFamily.Original);
        await Get(_folder.Open(), ModelFamily.Original);
        Assert.Equal(1, _calls);
        Assert.Equal(ModelFamily.Nano, (await Get(_library, ModelFamily.Nano)).Family);
        await Get(_folder.Open(), ModelFamily.Turbo);
        Assert.Equal(2, _calls);
        Assert.Equal(
            ["original-mark.safetensors", "turbo-mark.safetensors"],
            Directory.GetFiles(_folder.File("anna", "conditionals")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("cut")]
    [InlineData("noise")]
    [InlineData("empty")]
    [InlineData("version")]
    [InlineData("family")]
    [InlineData("huge")]
    public async Task A_prepared_voice_that_cannot_be_used_is_made_again(string damage)
    {
        await Get(_library);
        string path = _folder.File("anna", "conditionals", "original-mark.safetensors");
        byte[] whole = File.ReadAllBytes(path);
        switch (damage)
        {
            case "cut": File.WriteAllBytes(path, whole[..(whole.Length / 2)]); break;
            case "noise": File.WriteAllBytes(path, [.. whole.Select((value, i) => (byte)(value ^ i))]); break;
            case "empty": File.WriteAllBytes(path, []); break;
            case "version": SafetensorsWriter.Write(path, [SafetensorsTensor.Float32("x", new Shape(1), new float[1])], new Dictionary<string, string> { ["format"] = "chatterbox-voice", ["version"] = "0" }); break;
            case "family": LibraryFolder.Small(ModelFamily.Turbo).Save(path); break;
            default:
                using (FileStream file = File.OpenWrite(path))
                    file.SetLength(64 << 20);
                break;
        }

        Voice again = await Get(_folder.Open());
        Assert.Equal(1.25f, again.SpeakerEmbedding[0], 3);
        Assert.Equal(2, _calls);
        Assert.Equal(whole, File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Callers_at_the_same_time_share_a_preparation_and_may_leave_it()
    {
        TaskCompletionSource<Voice> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
        VoicePreparation slow = new(ModelFamily.Original, "mark", (_, _) =>
        {
            _calls++;
            started.TrySetResult();
            return result.Task;
        });
        using CancellationTokenSource leave = new();
        Task<Voice> leaver = _library.GetAsync("Anna", slow, leave.Token);
        Task<Voice>[] others = [.. Enumerable.Range(0, 30).Select(_ => _library.GetAsync("anna", slow))];
        await started.Task.WaitAsync(Hang);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaver.WaitAsync(Hang));
        Voice voice = LibraryFolder.Small();
        result.SetResult(voice);
        Assert.All(await Task.WhenAll(others).WaitAsync(Hang), other => Assert.Same(voice, other));
        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task A_failed_preparation_is_not_kept()
    {
        VoicePreparation failing = new(ModelFamily.Original, "mark", (_, _) => throw new VoiceException("too short"));
        Assert.Equal("too short", (await Assert.ThrowsAsync<VoiceException>(() => _library.GetAsync("Anna", failing))).Message);
        Assert.Empty(Directory.GetFiles(_folder.File("anna", "conditionals")));
        Assert.NotNull(await Get(_library));
    }

    [Theory]
    [InlineData("changed")]
    [InlineData("missing")]
    [InlineData("no folder")]
    public async Task A_voice_with_unreadable_recordings_says_so_and_all_others_work(string damage)
    {
        LibraryFolder.Create(_library, "Otto");
        string clip = _folder.File("anna", "clips", "02.wav");
        switch (damage)
        {
            case "changed":
                using (FileStream file = File.OpenWrite(clip))
                {
                    file.Position = 1000;
                    file.WriteByte(0x55);
                }

                break;
            case "missing": File.Delete(clip); break;
            default: Directory.Delete(_folder.File("anna", "clips"), recursive: true); break;
        }

        string message = (await Assert.ThrowsAsync<VoiceException>(() => Get(_library))).Message;
        Assert.Contains(damage == "changed" ? "damaged" : "cannot be read", message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.Path, message, StringComparison.Ordinal);
        Assert.NotNull(await Get(_library, voice: "Otto"));
    }

    [Fact]
    public async Task A_voice_made_before_its_recordings_were_lost_still_speaks()
    {
        await Get(_library);
        Directory.Delete(_folder.File("anna", "clips"), recursive: true);
        Assert.NotNull(await Get(_folder.Open()));
    }

    [Fact]
    public async Task A_voice_deleted_while_it_is_prepared_does_not_come_back()
    {
        VoicePreparation preparation = new(ModelFamily.Original, "mark", (_, _) =>
        {
            _library.Delete("Anna");
            return Task.FromResult(LibraryFolder.Small());
        });
        Assert.NotNull(await _library.GetAsync("Anna", preparation));
        Assert.False(Directory.Exists(_folder.File("anna")));
        await Assert.ThrowsAsync<VoiceNotFoundException>(() => Get(_library));
    }

    [Fact]
    public async Task A_new_voice_under_an_old_name_is_not_the_old_voice()
    {
        VoicePreparation preparation = new(ModelFamily.Original, "mark", (_, _) =>
        {
            _library.Delete("Anna");
            LibraryFolder.Create(_library, "Anna");
            return Task.FromResult(LibraryFolder.Small(mark: 99));
        });
        await _library.GetAsync("Anna", preparation);
        Assert.Empty(Directory.GetFiles(_folder.File("anna", "conditionals")));
        Assert.Equal(0.5f, (await Get(_library)).SpeakerEmbedding[0], 3);
    }

    [Fact]
    public async Task A_lost_folder_of_prepared_voices_is_made_again()
    {
        Directory.Delete(_folder.File("anna", "conditionals"));
        await Get(_library);
        Assert.True(File.Exists(_folder.File("anna", "conditionals", "original-mark.safetensors")));
        Assert.Empty(_folder.Leftovers());
    }

    [Fact]
    public async Task The_memory_is_bounded()
    {
        VoiceLibrary library = _folder.Open(new VoiceLibraryLimits { MaxPrepared = 1 });
        LibraryFolder.Create(library, "Otto");
        Voice anna = await Get(library);
        await Get(library, voice: "Otto");
        Assert.NotSame(anna, await Get(library));
        Assert.Equal(2, _calls);
    }

    [Fact]
    public async Task A_loose_recording_is_prepared_into_the_cache_and_again_when_it_changes()
    {
        string path = _folder.File("Otto.wav");
        File.WriteAllBytes(path, LibraryFolder.Wav(0.5));
        Assert.Equal(0.5f, (await Get(_library, voice: "Otto")).SpeakerEmbedding[0], 3);
        string cached = Assert.Single(Directory.GetFiles(_folder.File(".cache")));
        await Get(_folder.Open(), voice: "Otto");
        Assert.Equal(1, _calls);
        Assert.True(File.Exists(cached));

        // Written in place, which the folder's time does not show.
        File.WriteAllBytes(path, LibraryFolder.Wav(1));
        Assert.Equal(1, (await Get(_library, voice: "Otto")).SpeakerEmbedding[0], 3);
        Assert.Equal(2, _calls);
        _folder.Open();
        Assert.False(File.Exists(cached));
        Assert.Single(Directory.GetFiles(_folder.File(".cache")));
        File.Delete(path);
        await Assert.ThrowsAsync<VoiceNotFoundException>(() => Get(_library, voice: "Otto"));
        _folder.Open();
        Assert.Empty(Directory.GetFiles(_folder.File(".cache")));
    }

    [Fact]
    public async Task A_loose_file_that_is_no_recording_says_so()
    {
        File.WriteAllText(_folder.File("Otto.wav"), "this is no recording at all");
        Assert.Contains("'Otto.wav'", (await Assert.ThrowsAsync<VoiceException>(() => Get(_library, voice: "Otto"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_preparation_for_another_family_is_a_bug() => await Assert.ThrowsAsync<InvalidOperationException>(
        () => _library.GetAsync("Anna", new VoicePreparation(ModelFamily.Turbo, "mark", (_, _) => Task.FromResult(LibraryFolder.Small()))));

    [Fact]
    public async Task An_unknown_voice_is_not_found() => await Assert.ThrowsAsync<VoiceNotFoundException>(() => Get(_library, voice: "nobody"));

    [Fact]
    public async Task Another_checkpoint_of_the_family_prepares_the_voice_for_itself()
    {
        VoicePreparation first = LibraryFolder.Preparation(called: () => _calls++), other = first with { Mark = "other" };
        await Wait(() => _library.GetAsync("Anna", first));
        await Wait(() => _library.GetAsync("Anna", other));
        Assert.Equal(2, _calls);
        await Wait(() => _folder.Open().GetAsync("Anna", other));
        await Wait(() => _folder.Open().GetAsync("Anna", first));
        Assert.Equal(2, _calls);
    }

    private Task<Voice> Get(VoiceLibrary library, ModelFamily family = ModelFamily.Original, string voice = "Anna") =>
        Wait(() => library.GetAsync(voice, LibraryFolder.Preparation(family, () => Interlocked.Increment(ref _calls))));

    private static async Task<Voice> Wait(Func<Task<Voice>> get) => await get().WaitAsync(Hang);
}
