namespace Chatterbox.Tests.Audio.Files;

/// <summary>A stream as from a slow network: it cannot seek, has no length, and gives a byte at a time.</summary>
internal sealed class TrickleStream(byte[] content) : MemoryStream(content)
{
    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
}
