using System.Buffers;
using System.Net;
using System.Net.Http.Headers;

namespace Chatterbox.Server.Download;

/// <summary>Fetches one file: what is missing of it, as often as it takes, until it is verified.</summary>
/// <param name="client">The server.</param>
/// <param name="source">The file there.</param>
/// <param name="file">What is known of it.</param>
/// <param name="target">Where it goes.</param>
/// <param name="observer">Is told how far it is.</param>
internal sealed class FileDownload(HubClient client, HubFile source, PublishedFile file, string target, IDownloadObserver observer)
{
    private const int BufferBytes = 128 << 10;

    private DownloadSettings Settings => client.Settings;

    private long MaxBytes => file.Size ?? Settings.MaxUnknownBytes;

    /// <summary>Fetches the file and returns its bytes. When stopped, it leaves what it has for the next run.</summary>
    /// <exception cref="DownloadException">The server refuses, breaks off too often or sends another file.</exception>
    /// <exception cref="IOException">The disk fails.</exception>
    public async Task<long> RunAsync(CancellationToken cancellation)
    {
        for (bool isLast = false; ; isLast = true)
        {
            using PartFile part = PartFile.Open(target, MaxBytes, cancellation);
            observer.Advance(part.Length);
            await CompleteAsync(part, cancellation);
            string hash = part.Sha256();
            if (file.Sha256 is null || hash == file.Sha256)
            {
                part.Publish();
                return part.Length;
            }
            observer.Advance(-part.Length);
            part.Delete();
            if (isLast)
            {
                throw new DownloadException(
                    $"{client.Host} twice sent another file for {file.Name} of {source.Repository}, revision '{source.Revision}': SHA-256 expected {file.Sha256}, got {hash}. "
                    + "Check --revision and --endpoint; models/models.json lists what is expected.");
            }
            observer.Warn($"{file.Name}: SHA-256 expected {file.Sha256}, got {hash}. Fetching it once more.");
        }
    }

    /// <summary>Fetches until all bytes are there. Attempts that bring the file on do not count as failed.</summary>
    private async Task CompleteAsync(PartFile part, CancellationToken cancellation)
    {
        int failures = 0;
        long best = part.Length;
        while (part.Length != file.Size)
        {
            try
            {
                await FetchRestAsync(part, cancellation);
                return;
            }
            catch (TransferException broken)
            {
                failures = part.Length >= best + Settings.Progress ? 1 : failures + 1;
                best = Math.Max(best, part.Length);
                await WaitAsync(broken, failures, cancellation);
            }
        }
    }

    private async Task WaitAsync(TransferException broken, int failures, CancellationToken cancellation)
    {
        if (failures >= Settings.Attempts)
            throw new DownloadException($"{file.Name}: given up after {failures} attempts, at last because {broken.Message}. What is there stays; run the same command again to go on.", broken);
        if (broken.RetryAfter > Settings.MaxRetryAfter)
            throw new DownloadException($"{file.Name}: {broken.Message} and asks to come back in {broken.RetryAfter.Value.TotalMinutes:0} minutes. Run the same command again then.", broken);
        TimeSpan wait = Settings.FirstWait * Math.Pow(2, failures - 1);
        if (broken.RetryAfter > wait)
            wait = broken.RetryAfter.Value;
        observer.Warn($"{file.Name}: {broken.Message}; going on in {wait.TotalSeconds:0} s.");
        await Settings.Wait(wait, cancellation);
    }

    /// <summary>Asks for what is missing and takes it.</summary>
    /// <exception cref="TransferException">Not all of it came.</exception>
    private async Task FetchRestAsync(PartFile part, CancellationToken cancellation)
    {
        // Without a tag and a hash nothing would tell whether the rest belongs to this beginning.
        if (part.Length > 0 && part.Tag is null && file.Sha256 is null)
            Restart(part, tag: null);
        using HttpResponseMessage response = await client.OpenAsync(source, part.Length, part.Tag, cancellation);
        if (response.Content.Headers.ContentEncoding.Any(encoding => encoding != "identity"))
            throw new DownloadException($"{client.Host} sends {file.Name} packed, although that was not asked for. Check --endpoint.");
        long? total = response.StatusCode switch
        {
            HttpStatusCode.OK => BeginWhole(part, response),
            HttpStatusCode.PartialContent => BeginRest(part, response),
            _ => BeginNothing(part, response.Content.Headers.ContentRange),
        };
        if (part.Length == total)
            return;
        await CopyAsync(part, response, total, cancellation);
    }

    /// <summary>The server sends the whole file, because that was asked for or the file has changed; returns its size if it is told.</summary>
    private long? BeginWhole(PartFile part, HttpResponseMessage response)
    {
        long? announced = response.Content.Headers.ContentLength;
        if (announced > MaxBytes)
            throw new DownloadException($"{client.Host} announces {announced} bytes for {file.Name}, which has {Expected}. Check --revision and --endpoint.");
        Restart(part, response.Headers.ETag);
        return file.Size ?? announced;
    }

    /// <summary>The server sends a part of the file; returns the file's size.</summary>
    private long BeginRest(PartFile part, HttpResponseMessage response)
    {
        HttpContentHeaders headers = response.Content.Headers;
        if (part.Length > 0
            && (part.Tag is null || part.Tag.Equals(response.Headers.ETag ?? part.Tag))
            && headers.ContentRange is { Unit: "bytes", From: { } from, To: { } to, Length: { } total }
            && from == part.Length && total == (file.Size ?? total) && total <= MaxBytes
            && (headers.ContentLength ?? to - from + 1) == to - from + 1)
        {
            return total;
        }
        Restart(part, tag: null);
        throw new TransferException($"{client.Host} sends another range than was asked for");
    }

    /// <summary>The server says that there is nothing behind what is there: that is all, or it is no beginning of this file.</summary>
    private long BeginNothing(PartFile part, ContentRangeHeaderValue? range)
    {
        if (file.Size is null && part.Length > 0 && range?.Length == part.Length)
            return part.Length;
        string size = range?.Length is { } length ? $" of {length} bytes" : "";
        Restart(part, tag: null);
        throw new TransferException($"{client.Host} has a file{size} that ends before the range that was asked for");
    }

    private async Task CopyAsync(PartFile part, HttpResponseMessage response, long? total, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using StallTimer timer = new(Settings.StallLimit, cancellation);
            await using Stream body = await response.Content.ReadAsStreamAsync(cancellation);
            while (await ReadAsync(body, buffer, timer) is > 0 and int read)
            {
                if (read > (total ?? MaxBytes) - part.Length)
                {
                    Restart(part, tag: null);
                    throw new DownloadException($"{client.Host} sends more for {file.Name} than the {total ?? MaxBytes} bytes that it may have. Check --endpoint.");
                }
                part.Append(buffer.AsSpan(0, read));
                observer.Advance(read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (part.Length != (total ?? part.Length))
            throw new TransferException($"{client.Host} ended after {part.Length} of {total} bytes");
    }

    private async Task<int> ReadAsync(Stream body, byte[] buffer, StallTimer timer)
    {
        try
        {
            return await timer.RunAsync(stop => body.ReadAsync(buffer, stop).AsTask());
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new TransferException($"the connection to {client.Host} broke", inner: error);
        }
    }

    private void Restart(PartFile part, EntityTagHeaderValue? tag)
    {
        observer.Advance(-part.Length);
        part.Restart(tag);
    }

    private string Expected => file.Size is { } size ? $"{size}" : $"at most {Settings.MaxUnknownBytes}";
}
