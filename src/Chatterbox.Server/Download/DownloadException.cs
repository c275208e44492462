namespace Chatterbox.Server.Download;

/// <summary>Files could not be fetched or verified, and trying again at once would not help; the message says what to do.</summary>
internal sealed class DownloadException(string message, Exception? inner = null) : IOException(message, inner);
