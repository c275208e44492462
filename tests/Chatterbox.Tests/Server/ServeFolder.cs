using System.Runtime.Versioning;
using Chatterbox.Tests.Pipeline;

namespace Chatterbox.Tests.Server;

/// <summary>What stays when a server process dies: a tiny model, the folder of voices and the folder for temporary files.</summary>
[SupportedOSPlatform("linux")]
public sealed class ServeFolder : IDisposable
{
    private readonly TinyModelFolder _model = new("original-tiny");
    private readonly TemporaryFolder _folder = new();

    public ServeFolder() => Directory.CreateDirectory(Temporary);

    /// <summary>The folder of voices.</summary>
    public string Voices => _folder.File("voices");

    /// <summary>The system's folder for temporary files, as the server sees it.</summary>
    public string Temporary => _folder.File("tmp");

    /// <summary>Starts the built program and waits until it is ready.</summary>
    internal Task<ServeProcess> StartAsync(params string[] options) => StartAsync(new ServeLimits(), options);

    /// <summary>Starts the built program within limits and waits until it is ready.</summary>
    internal Task<ServeProcess> StartAsync(ServeLimits limits, params string[] options) => ServeProcess.StartAsync(
        limits, Temporary, ["--model-dir", _model.Path, "--random", "--threads", "2", "--voices-dir", Voices, .. options]);

    /// <summary>Files of unfinished work, wherever they may lie.</summary>
    internal string[] UnfinishedFiles() =>
    [
        .. Directory.GetFiles(Temporary, "*", SearchOption.AllDirectories),
        .. Hidden().Where(Directory.Exists).SelectMany(FilesOf),
    ];

    /// <summary>What the folder of voices has of unfinished and deleted work; a server that lives has some of its own.</summary>
    internal string[] Hidden() =>
        Directory.Exists(Voices) ? [.. Directory.GetFileSystemEntries(Voices, ".tmp-*"), .. Directory.GetFileSystemEntries(Voices, ".trash-*")] : [];

    /// <summary>How many servers, alive or dead, the folder of voices has something unfinished of.</summary>
    internal int Sessions() => Hidden().Select(path => Path.GetFileName(path).Split('-')[1]).Distinct().Count();

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private static string[] FilesOf(string folder)
    {
        try
        {
            return Directory.GetFiles(folder, "*", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            // The server has just removed it.
            return [];
        }
    }
}
