using System.Buffers;
using System.IO.Pipelines;
using Chatterbox.Server.Http.Errors;

namespace Chatterbox.Server.Http.Speech;

/// <summary>
/// A body as it arrives. A client that sends nothing for too long loses its request. The web server itself looks at the mean speed only,
/// by which one that has sent some megabytes at once could then be silent for hours.
/// </summary>
/// <param name="body">The web server's reader.</param>
/// <param name="patience">How long a client may send nothing.</param>
internal sealed class ArrivingBody(PipeReader body, TimeSpan patience) : Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        bool isLate = false;

        // A read that is given up by its token would leave the reader in no state to go on, or to be drained.
        await using var clock = new Timer(_ => GiveUp(), null, patience, Timeout.InfiniteTimeSpan);
        while (true)
        {
            ReadResult result = await body.ReadAsync(cancellationToken);
            int count = (int)Math.Min(buffer.Length, result.Buffer.Length);
            result.Buffer.Slice(0, count).CopyTo(buffer.Span);
            body.AdvanceTo(result.Buffer.GetPosition(count));
            if (count > 0 || result.IsCompleted || buffer.IsEmpty)
                return count;

            // The clock of an earlier read may have come late.
            if (result.IsCanceled && Volatile.Read(ref isLate))
                throw new ApiException(StatusCodes.Status408RequestTimeout, ErrorCodes.SlowClient, $"Nothing more of the body came for {patience.TotalSeconds:0} seconds.");
        }

        void GiveUp()
        {
            Volatile.Write(ref isLate, true);
            body.CancelPendingRead();
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
