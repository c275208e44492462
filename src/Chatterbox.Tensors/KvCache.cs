namespace Chatterbox.Tensors;

/// <summary>
/// Keys and values of one sequence of a decoder, for all its layers. It grows as positions are appended and
/// lives until it is disposed, independent of scopes.
/// </summary>
public abstract class KvCache : IDisposable
{
    /// <summary>Positions held.</summary>
    public int Length { get; protected set; }

    /// <summary>Makes room for <paramref name="positions"/> in all, so that nothing is copied on the way there.</summary>
    public abstract void Reserve(int positions);

    /// <summary>Positions at the front that it has in common with others and that never change.</summary>
    public int Shared { get; protected set; }

    /// <summary>Counts <paramref name="positions"/> more, once every layer has appended them.</summary>
    public void Advance(int positions) => Length += positions;

    /// <summary>
    /// A copy of about the first <paramref name="positions"/>, as many as the engine can share, for caches that begin with it. It is
    /// freed when it and all of them are disposed.
    /// </summary>
    public abstract KvCache CopyPrefix(int positions);

    /// <summary>Gives up its own first positions for those of a prefix, which are the same.</summary>
    public abstract void BeginWith(KvCache prefix);

    /// <summary>Forgets everything from <paramref name="length"/> on.</summary>
    public void Truncate(int length)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Shared);
        Length = length;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the engine's memory back.</summary>
    protected abstract void Dispose(bool disposing);
}
