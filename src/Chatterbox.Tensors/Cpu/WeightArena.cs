namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// Memory for weights that are read from end to end for every token. They lie together in large pages, so that the processor need not
/// stop reading ahead every 4096 bytes.
/// </summary>
internal sealed unsafe class WeightArena : IDisposable
{
    private const long ChunkBytes = 32 << 20;

    private WeightChunk? _current;

    /// <summary>Memory, and the chunk that is to be released when it is needed no more.</summary>
    public byte* Take(long bytes, out WeightChunk chunk)
    {
        if (_current is not null && _current.TryTake(bytes) is var part && part is not null)
        {
            chunk = _current;
            return part;
        }

        _current?.Release();
        chunk = _current = new WeightChunk(Math.Max(bytes, ChunkBytes));
        return chunk.TryTake(bytes);
    }

    /// <summary>Gives up what no weight holds.</summary>
    public void Dispose()
    {
        _current?.Release();
        _current = null;
    }
}
