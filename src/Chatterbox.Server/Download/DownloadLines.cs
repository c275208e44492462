namespace Chatterbox.Server.Download;

/// <summary>Shows a download where nobody watches: a line for each file that is done.</summary>
internal sealed class DownloadLines : IDownloadObserver
{
    /// <inheritdoc/>
    public void Begin(long totalBytes)
    {
    }

    /// <inheritdoc/>
    public void Advance(long bytes)
    {
    }

    /// <inheritdoc/>
    public void Finish(string line) => Console.WriteLine(line);

    /// <inheritdoc/>
    public void Warn(string line) => Console.Error.WriteLine(line);
}
