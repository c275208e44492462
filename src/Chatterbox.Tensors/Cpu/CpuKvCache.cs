using System.Runtime.InteropServices;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// A sequence's keys and values, stored as the attention kernel reads them: keys as columns of panels, values as their rows.
/// For each layer first the keys of all heads, then the values. Capacity grows by half and keeps to whole panels.
/// </summary>
internal sealed unsafe class CpuKvCache(int layers, int heads, int headSize) : KvCache
{
    private const int FirstCapacity = 8 * Panel.Width;

    private readonly int _valuePanels = Panel.Count(headSize);
    private float* _memory;
    private int _capacity;

    /// <summary>Finalizer: the memory is native.</summary>
    ~CpuKvCache() => Dispose(false);

    /// <summary>Layers of the decoder.</summary>
    public int Layers => layers;

    /// <summary>Heads of a layer.</summary>
    public int Heads => heads;

    /// <summary>Channels of a head.</summary>
    public int HeadSize => headSize;

    /// <summary>Floats from one head to the next, for keys and values alike.</summary>
    public long HeadFloats => (long)_capacity * _valuePanels * Panel.Width;

    /// <summary>Floats from one panel of values to the next.</summary>
    public nint ValuePanelStride => (nint)_capacity * Panel.Width;

    /// <summary>Keys of head 0 in a layer.</summary>
    public float* Keys(int layer) => _memory + 2 * layer * heads * HeadFloats;

    /// <summary>Values of head 0 in a layer.</summary>
    public float* Values(int layer) => Keys(layer) + heads * HeadFloats;

    /// <summary>Makes room for <paramref name="positions"/> in all.</summary>
    public void Reserve(int positions)
    {
        if (positions <= _capacity)
            return;
        float* oldMemory = _memory;
        int oldCapacity = _capacity;
        long oldHeadFloats = HeadFloats;
        _capacity = Panel.Count(Math.Max(Math.Max(FirstCapacity, positions), _capacity + _capacity / 2)) * Panel.Width;
        long floats = 2L * layers * heads * HeadFloats;
        _memory = (float*)NativeMemory.AlignedAlloc((nuint)(floats * sizeof(float)), MemoryPool.Alignment);
        NativeMemory.Clear(_memory, (nuint)(floats * sizeof(float)));
        for (long head = 0; oldCapacity > 0 && head < 2L * layers * heads; head++)
            CopyHead(oldMemory + head * oldHeadFloats, oldCapacity, _memory + head * HeadFloats, isValues: head / heads % 2 == 1);
        NativeMemory.AlignedFree(oldMemory);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.AlignedFree(_memory);
        _memory = null;
        (_capacity, Length) = (0, 0);
    }

    private void CopyHead(float* from, int oldCapacity, float* to, bool isValues)
    {
        int pieces = isValues ? _valuePanels : 1;
        long floats = (long)oldCapacity * (isValues ? Panel.Width : headSize);
        for (int piece = 0; piece < pieces; piece++)
        {
            float* target = to + piece * ValuePanelStride;
            NativeMemory.Copy(from + piece * (long)oldCapacity * Panel.Width, target, (nuint)(floats * sizeof(float)));
        }
    }
}
