namespace Chatterbox.Tests.Audio.Encoding;

/// <summary>A destination that keeps what it gets, tells when it has got enough, and may misbehave at each write.</summary>
/// <param name="onWrite">Called before each write is kept, with the number of bytes kept so far; by default nothing.</param>
internal sealed class ProbeStream(Func<long, CancellationToken, Task>? onWrite = null) : Stream
{
    private readonly MemoryStream _kept = new();
    private readonly List<(long Count, TaskCompletionSource Source)> _waiting = [];

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>All bytes so far.</summary>
    public byte[] ToArray()
    {
        lock (_kept)
            return _kept.ToArray();
    }

    /// <summary>Ends when this many bytes have come; fails after a time that only a hang takes.</summary>
    public Task HasAsync(long count)
    {
        TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_kept)
        {
            if (_kept.Length >= count)
                return Task.CompletedTask;
            _waiting.Add((count, source));
        }

        return source.Task.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (onWrite is not null)
            await onWrite(_kept.Length, cancellationToken);
        lock (_kept)
        {
            _kept.Write(buffer.Span);
            foreach ((long count, TaskCompletionSource source) in _waiting)
                if (_kept.Length >= count)
                    source.TrySetResult();
        }
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // As a server's response body: whatever is not asynchronous is refused.
    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
