namespace Chatterbox.Server.Download;

/// <summary>Is told how far a download is.</summary>
internal interface IDownloadObserver
{
    /// <summary>It begins, with this many bytes of files to fetch or verify, as far as they are known.</summary>
    void Begin(long totalBytes);

    /// <summary>So many bytes are done; a negative number was done in vain.</summary>
    void Advance(long bytes);

    /// <summary>A file is done; the line says how.</summary>
    void Finish(string line);

    /// <summary>Something went wrong that may pass.</summary>
    void Warn(string line);
}
