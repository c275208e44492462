using System.Security.Cryptography;
using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

/// <summary>A download into a folder of its own, without a proxy and without real waits.</summary>
internal sealed class TestDownload : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestDownload() => Settings = new DownloadSettings
    {
        Attempts = 4,
        Wait = (wait, _) =>
        {
            Waits.Add(wait.TotalSeconds);
            return Task.CompletedTask;
        },
    };

    /// <summary>100 kB that no other file has.</summary>
    public static byte[] Content { get; } = Bytes(1, 100_000);

    /// <summary>What is published of <see cref="Content"/>.</summary>
    public static PublishedFile File { get; } = Of("model.bin", Content);

    /// <summary>How patient it is.</summary>
    public DownloadSettings Settings { get; set; }

    /// <summary>The waits between attempts, in seconds.</summary>
    public List<double> Waits { get; } = [];

    /// <summary>What it has told.</summary>
    public RecordingObserver Observer { get; } = new();

    /// <summary>The names of all files in the folder, in order.</summary>
    public string[] Names => [.. Directory.GetFiles(Folder).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <summary>The folder, which is not there at first.</summary>
    public string Folder => _folder.File("models", "new");

    /// <summary>Random bytes.</summary>
    public static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>What is published of a file with this content.</summary>
    public static PublishedFile Of(string name, byte[] content) => new(name, content.Length, Sha256(content));

    /// <summary>The hash in small hexadecimal digits.</summary>
    public static string Sha256(byte[] content) => Convert.ToHexString(SHA256.HashData(content)).ToLowerInvariant();

    /// <summary>The full path of a file of the folder.</summary>
    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Puts a file into the folder.</summary>
    public void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Folder);
        System.IO.File.WriteAllBytes(Path(name), content);
    }

    /// <summary>Fetches files from a server.</summary>
    public Task FetchAsync(HubServer server, params PublishedFile[] files) => FetchAsync(server.Address, null, false, CancellationToken.None, files);

    /// <summary>Fetches files from a server, with all there is to choose.</summary>
    public async Task FetchAsync(string address, string? token, bool force, CancellationToken cancellation, params PublishedFile[] files)
    {
        SocketsHttpHandler handler = HubClient.CreateHandler();
        handler.UseProxy = false;
        using HubClient client = new(HubEndpoint.Parse(address), token, handler, Settings);
        await Family(files).FetchAsync(client, force, cancellation);
    }

    /// <summary>Fetches <see cref="File"/> and fails unless it is there afterwards, right and alone.</summary>
    public async Task FetchRightAsync(HubServer server)
    {
        await FetchAsync(server, File);
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Path(File.Name)));
        Assert.Equal([File.Name], Names);
        Assert.Equal(["model.bin: 100.0 kB, verified"], Observer.Finished);
        Assert.Equal((Content.Length, Content.Length), (Observer.Total, Observer.Done));
    }

    /// <summary>The files of the folder.</summary>
    public FamilyDownload Family(params PublishedFile[] files) => new("owner/name", "c0ffee", files, Folder, Observer);

    public void Dispose() => _folder.Dispose();
}
