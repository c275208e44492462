using Chatterbox.Server.Download;

namespace Chatterbox.Tests.Server.Download;

/// <summary>Keeps what it is told.</summary>
internal sealed class RecordingObserver : IDownloadObserver
{
    /// <summary>The bytes announced.</summary>
    public long Total { get; private set; }

    /// <summary>The bytes done.</summary>
    public long Done { get; private set; }

    /// <summary>The lines of files that are done.</summary>
    public List<string> Finished { get; } = [];

    /// <summary>The warnings.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Called with the bytes done whenever they change.</summary>
    public Action<long> OnAdvance { get; set; } = _ => { };

    public void Begin(long totalBytes) => Total = totalBytes;

    public void Advance(long bytes)
    {
        Done += bytes;
        OnAdvance(Done);
    }

    public void Finish(string line) => Finished.Add(line);

    public void Warn(string line) => Warnings.Add(line);
}
