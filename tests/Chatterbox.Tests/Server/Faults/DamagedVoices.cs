using System.Net;
using Chatterbox.Checkpoints;
using Chatterbox.Parity;
using Chatterbox.Server.Voices;
using Chatterbox.Tests.Parity;
using Chatterbox.Tests.Server.Http;
using Chatterbox.Tests.Server.Voices;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>A server over a folder of voices of which all but one were damaged before it started.</summary>
public sealed class DamagedVoices : IAsyncLifetime
{
    private static readonly string[] Names =
        ["whole", "flipped", "truncated", "emptied", "missing", "replaced", "described", "undescribed", "huge", "half-prepared", "folder-prepared", "to mend 1", "to mend 2"];

    /// <summary>Name of a voice's prepared form for the model of the tests.</summary>
    internal static string Prepared { get; } = PreparedName();

    internal LibraryFolder Folder { get; } = new();

    internal TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        // Each has a pitch of its own: voices of the same recording share what was prepared of it.
        using (VoiceLibrary library = new(Folder.Path))
            for (int i = 0; i < Names.Length; i++)
                LibraryFolder.Create(library, Names[i], 200 + 10 * i);
        Replace(Folder.File("flipped", "clips", "01.wav"), bytes => [.. bytes[..^9], (byte)(bytes[^9] ^ 1), .. bytes[^8..]]);
        Replace(Folder.File("truncated", "clips", "01.wav"), bytes => bytes[..^100]);
        Replace(Folder.File("emptied", "clips", "01.wav"), _ => []);
        Replace(Folder.File("to-mend-1", "clips", "01.wav"), bytes => bytes[..^100]);
        Replace(Folder.File("described", "voice.json"), _ => [0xff, 0xfe, 0, 1, 2]);
        File.Delete(Folder.File("missing", "clips", "01.wav"));
        ReplaceByFolder(Folder.File("replaced", "clips", "01.wav"));
        ReplaceByFolder(Folder.File("to-mend-2", "clips", "01.wav"));
        ReplaceByFolder(Folder.File("undescribed", "voice.json"));
        File.WriteAllBytes(Folder.File("huge", "conditionals", Prepared), HugeTensors.File());
        File.WriteAllBytes(Folder.File("half-prepared", "conditionals", Prepared), HugeTensors.File()[..20]);
        Directory.CreateDirectory(Folder.File("folder-prepared", "conditionals", Prepared));
        File.WriteAllText(Folder.File("loose.wav"), "no audio at all, whatever its name says");
        File.WriteAllBytes(Folder.File("hollow.wav"), []);
        Server = await TestServer.StartAsync(options => options.VoicesDir = Folder.Path);
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Folder.Dispose();
    }

    /// <summary>Fails unless the voice speaks.</summary>
    internal async Task SpeakAsync(string voice)
    {
        using HttpResponseMessage answer = await Server.PostAsync("/tts", new { text = "Hello.", voice, seed = 1, max_tokens = 4, response_format = "pcm" });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotEmpty(await answer.Content.ReadAsByteArrayAsync());
    }

    private static string PreparedName()
    {
        using ParityCase parityCase = ParityCases.Open("original-tiny");
        using CheckpointSources sources = ParityCases.Checkpoint(parityCase);
        return $"original-{PreparerMark.Of(sources)}.safetensors";
    }

    private static void Replace(string path, Func<byte[], byte[]> change) => File.WriteAllBytes(path, change(File.ReadAllBytes(path)));

    /// <summary>Opening a folder fails as opening a file without the right to; root may read every file.</summary>
    private static void ReplaceByFolder(string path)
    {
        File.Delete(path);
        Directory.CreateDirectory(path);
    }
}
