using System.Globalization;
using System.Text;

namespace Chatterbox.Server.Http.Speech;

/// <summary>Turns what is written to it into events of speech: speech.audio.delta with base64, at the end speech.audio.done.</summary>
internal sealed class AudioEventStream(Stream body) : Stream
{
    private const int MaxBytes = 48 << 10;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        for (int start = 0; start < buffer.Length; start += MaxBytes)
        {
            string audio = Convert.ToBase64String(buffer.Span.Slice(start, Math.Min(MaxBytes, buffer.Length - start)));
            await SendAsync($$"""{"type":"speech.audio.delta","audio":"{{audio}}"}""", cancellationToken);
        }
    }

    /// <summary>The last event.</summary>
    /// <param name="inputTokens">Tokens of the text.</param>
    /// <param name="outputTokens">Tokens of the speech.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public Task WriteDoneAsync(int inputTokens, int outputTokens, CancellationToken cancellation) => SendAsync(
        string.Create(CultureInfo.InvariantCulture,
            $$$"""{"type":"speech.audio.done","usage":{"input_tokens":{{{inputTokens}}},"output_tokens":{{{outputTokens}}},"total_tokens":{{{inputTokens + outputTokens}}}}}"""),
        cancellation);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task FlushAsync(CancellationToken cancellationToken) => body.FlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private async Task SendAsync(string json, CancellationToken cancellation)
    {
        await body.WriteAsync(Encoding.UTF8.GetBytes($"data: {json}\n\n"), cancellation);
        await body.FlushAsync(cancellation);
    }
}
