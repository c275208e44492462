using System.Numerics;
using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// Native memory in size classes (four to an octave), kept for reuse: a decode step takes the blocks that the step before gave back.
/// </summary>
internal sealed unsafe class MemoryPool : IDisposable
{
    /// <summary>Alignment of every block in bytes: a cache line and the widest vector.</summary>
    public const int Alignment = 64;

    private const int SmallestClass = 6;
    private readonly Stack<MemoryBlock>[] _free = [.. Enumerable.Range(0, 160).Select(_ => new Stack<MemoryBlock>())];

    /// <summary>Bytes taken from the system and not given back.</summary>
    public long Bytes { get; private set; }

    /// <summary>A block of at least <paramref name="floats"/>, with whatever was in it.</summary>
    public MemoryBlock Rent(long floats)
    {
        (int index, long size) = SizeClass(floats);
        if (_free[index].TryPop(out MemoryBlock? block))
            return block;
        Bytes += size * sizeof(float);
        return new MemoryBlock((float*)NativeMemory.AlignedAlloc((nuint)(size * sizeof(float)), Alignment), size);
    }

    /// <summary>Takes a block back.</summary>
    public void Return(MemoryBlock block) => _free[SizeClass(block.Floats).Index].Push(block);

    /// <summary>Gives all free blocks back to the system.</summary>
    public void Trim()
    {
        foreach (Stack<MemoryBlock> blocks in _free)
        {
            while (blocks.TryPop(out MemoryBlock? block))
            {
                Bytes -= block.Floats * sizeof(float);
                NativeMemory.AlignedFree(block.Pointer);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Trim();

    /// <summary>The smallest class that holds the size: 64, 80, 96, 112, 128, 160, ... floats.</summary>
    private static (int Index, long Floats) SizeClass(long floats)
    {
        if (floats <= 1L << SmallestClass)
            return (0, 1L << SmallestClass);
        int octave = BitOperations.Log2((ulong)(floats - 1));
        long quarter = 1L << (octave - 2);
        long quarters = (floats - (1L << octave) + quarter - 1) / quarter;
        return ((octave - SmallestClass) * 4 + (int)quarters, (1L << octave) + quarters * quarter);
    }
}
