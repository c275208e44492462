using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu;

/// <summary>Memory that several weights lie in, in large pages where the system gives them. Its last holder frees it, on whatever thread.</summary>
internal sealed unsafe class WeightChunk
{
    private readonly byte* _memory;
    private readonly long _bytes;
    private long _taken;
    private int _holders = 1;

    /// <summary>Takes memory; who asked for it is its first holder.</summary>
    public WeightChunk(long bytes)
    {
        _bytes = (bytes + PageAdvice.LargePage - 1) / PageAdvice.LargePage * PageAdvice.LargePage;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_bytes, PageAdvice.LargePage);
        PageAdvice.PreferLarge((nint)_memory, _bytes);
    }

    /// <summary>A part for one more holder; null where there is no room.</summary>
    public byte* TryTake(long bytes)
    {
        if (bytes > _bytes - _taken)
            return null;
        byte* part = _memory + _taken;
        _taken += (bytes + MemoryPool.Alignment - 1) / MemoryPool.Alignment * MemoryPool.Alignment;
        Interlocked.Increment(ref _holders);
        return part;
    }

    /// <summary>A holder needs it no more; whether it was the last.</summary>
    public bool Release()
    {
        bool isLast = Interlocked.Decrement(ref _holders) == 0;
        if (isLast)
            NativeMemory.AlignedFree(_memory);
        return isLast;
    }
}
