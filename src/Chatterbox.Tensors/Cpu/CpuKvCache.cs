using System.Runtime.InteropServices;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// A sequence's keys and values, stored as the attention kernel reads them: keys as columns of panels, values as their rows.
/// For each layer first the keys of all heads, then the values. Capacity grows by half and keeps to whole panels. Values are floats, or
/// bfloat16 where <paramref name="isHalf"/> says so.
/// </summary>
internal sealed unsafe class CpuKvCache(int layers, int heads, int headSize, bool isHalf) : KvCache
{
    private const int FirstCapacity = 8 * Panel.Width;

    private readonly int _valueBytes = isHalf ? sizeof(ushort) : sizeof(float);
    private readonly int _valuePanels = Panel.Count(headSize);
    private void* _allocation;
    private byte* _memory;
    private int _capacity;

    /// <summary>Finalizer: the memory is native.</summary>
    ~CpuKvCache() => Dispose(false);

    /// <summary>Layers of the decoder.</summary>
    public int Layers => layers;

    /// <summary>Heads of a layer.</summary>
    public int Heads => heads;

    /// <summary>Channels of a head.</summary>
    public int HeadSize => headSize;

    /// <summary>Values from one head to the next, for keys and values alike.</summary>
    public long HeadValues => (long)_capacity * _valuePanels * Panel.Width;

    /// <summary>Values from one panel of values to the next.</summary>
    public nint ValuePanelStride => (nint)_capacity * Panel.Width;

    /// <summary>Keys of head 0 in a layer.</summary>
    public PanelData Keys(int layer) => new PanelData(_memory, isHalf).From(2 * layer * heads * HeadValues);

    /// <summary>Values of head 0 in a layer.</summary>
    public PanelData Values(int layer) => Keys(layer).From(heads * HeadValues);

    /// <inheritdoc/>
    public override void Reserve(int positions)
    {
        if (positions <= _capacity)
            return;
        void* oldAllocation = _allocation;
        byte* oldMemory = _memory;
        int oldCapacity = _capacity;
        long oldHeadBytes = HeadValues * _valueBytes;
        _capacity = Panel.Count(Math.Max(Math.Max(FirstCapacity, positions), _capacity + _capacity / 2)) * Panel.Width;
        long headBytes = HeadValues * _valueBytes;
        nuint bytes = (nuint)(2L * layers * heads * headBytes);

        // Zeros from the system: pages that no position reaches are never taken.
        _allocation = NativeMemory.AllocZeroed(bytes + MemoryPool.Alignment);
        _memory = (byte*)(((nuint)_allocation + MemoryPool.Alignment - 1) & ~(nuint)(MemoryPool.Alignment - 1));
        for (long head = 0; oldCapacity > 0 && head < 2L * layers * heads; head++)
            CopyHead(oldMemory + head * oldHeadBytes, oldCapacity, _memory + head * headBytes, isValues: head / heads % 2 == 1);
        NativeMemory.Free(oldAllocation);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        NativeMemory.Free(_allocation);
        _allocation = null;
        _memory = null;
        (_capacity, Length) = (0, 0);
    }

    private void CopyHead(byte* from, int oldCapacity, byte* to, bool isValues)
    {
        int pieces = isValues ? _valuePanels : 1;
        long bytes = (long)oldCapacity * (isValues ? Panel.Width : headSize) * _valueBytes;
        for (int piece = 0; piece < pieces; piece++)
        {
            byte* source = from + piece * (long)oldCapacity * Panel.Width * _valueBytes;
            NativeMemory.Copy(source, to + piece * ValuePanelStride * _valueBytes, (nuint)bytes);
        }
    }
}
