namespace Chatterbox.Audio.Files;

/// <summary>Reads a stream once from front to back, with a look ahead. The stream need not be seekable.</summary>
internal sealed class ByteReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _start;
    private int _end;

    /// <summary>The next bytes without taking them; fewer than <paramref name="count"/> only at the end of the stream.</summary>
    public ReadOnlySpan<byte> Peek(int count)
    {
        if (_end - _start < count)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            _end += stream.ReadAtLeast(_buffer.AsSpan(_end), count - _end, throwOnEndOfStream: false);
        }

        return _buffer.AsSpan(_start, Math.Min(count, _end - _start));
    }

    /// <summary>Takes bytes until <paramref name="target"/> is full or the stream ends; returns how many.</summary>
    public int Read(Span<byte> target)
    {
        int buffered = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, buffered).CopyTo(target);
        _start += buffered;
        return buffered == target.Length
            ? buffered
            : buffered + stream.ReadAtLeast(target[buffered..], target.Length - buffered, throwOnEndOfStream: false);
    }

    /// <summary>Passes over bytes; returns false if the stream ends before.</summary>
    public bool Skip(long count)
    {
        while (count > 0)
        {
            int part = Peek((int)Math.Min(count, _buffer.Length)).Length;
            if (part == 0)
                return false;
            _start += part;
            count -= part;
        }

        return true;
    }
}
