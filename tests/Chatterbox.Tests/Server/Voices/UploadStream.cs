namespace Chatterbox.Tests.Server.Voices;

/// <summary>An upload that can only be read, and that does something before each time it is.</summary>
/// <param name="content">Its bytes.</param>
/// <param name="beforeRead">Gets the bytes read so far.</param>
/// <param name="isEndless">Whether it begins again at the end.</param>
internal sealed class UploadStream(byte[] content, Action<long>? beforeRead = null, bool isEndless = false) : Stream
{
    /// <summary>Bytes read so far.</summary>
    public long BytesRead { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        beforeRead?.Invoke(BytesRead);
        if (!isEndless && BytesRead >= content.Length)
            return 0;
        int start = (int)(BytesRead % content.Length);
        int read = Math.Min(count, content.Length - start);
        Array.Copy(content, start, buffer, offset, read);
        BytesRead += read;
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
