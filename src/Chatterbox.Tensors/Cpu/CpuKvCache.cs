using System.Runtime.InteropServices;
using Chatterbox.Tensors.Cpu.Kernels;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// A sequence's keys and values, stored as the attention kernel reads them: keys as columns of panels, values as their rows.
/// For each layer first the keys of all heads, then the values. Capacity grows by half and keeps to whole panels. Values are floats, or
/// bfloat16 where <paramref name="isHalf"/> says so. What lies before its own first position is in its prefix, whole panels of it.
/// </summary>
internal sealed unsafe class CpuKvCache(int layers, int heads, int headSize, bool isHalf) : KvCache
{
    private const int FirstCapacity = 8 * Panel.Width;

    private readonly int _valueBytes = isHalf ? sizeof(ushort) : sizeof(float);
    private readonly int _valuePanels = Panel.Count(headSize);
    private void* _allocation;
    private byte* _memory;
    private int _capacity;
    private int _holders = 1; // who made it, and the caches that begin with it

    /// <summary>A cache that begins with another, which must not change from now on.</summary>
    /// <exception cref="ArgumentException">The prefix is of another decoder, or no whole panels.</exception>
    public CpuKvCache(int layers, int heads, int headSize, bool isHalf, CpuKvCache prefix)
        : this(layers, heads, headSize, isHalf)
    {
        Share(prefix);
        Length = prefix.Length;
    }

    /// <summary>Finalizer: the memory is native.</summary>
    ~CpuKvCache() => Dispose(false);

    /// <summary>Layers of the decoder.</summary>
    public int Layers => layers;

    /// <summary>Heads of a layer.</summary>
    public int Heads => heads;

    /// <summary>Channels of a head.</summary>
    public int HeadSize => headSize;

    /// <summary>What it begins with, if anything.</summary>
    public CpuKvCache? Prefix { get; private set; }

    /// <summary>Values from one head to the next, for keys and values alike.</summary>
    public long HeadValues => (long)_capacity * _valuePanels * Panel.Width;

    /// <summary>Keys and values of head 0 in a layer, own positions only.</summary>
    public HeadPanels Panels(int layer)
    {
        PanelData keys = new PanelData(_memory, isHalf).From(2L * layer * heads * HeadValues);
        return new HeadPanels { Keys = keys, Values = keys.From(heads * HeadValues), ValueStride = (nint)_capacity * Panel.Width };
    }

    /// <inheritdoc/>
    public override void Reserve(int positions)
    {
        int own = positions - Shared;
        if (own <= _capacity)
            return;
        Move(Panel.Count(Math.Max(Math.Max(FirstCapacity, own), _capacity + _capacity / 2)) * Panel.Width, 0, _capacity);
    }

    /// <inheritdoc/>
    public override void BeginWith(KvCache prefix)
    {
        if (Shared > 0 || prefix.Length > Length)
            throw new ArgumentException($"A cache of {Length} positions that shares {Shared} cannot begin with {prefix.Length}; this is a bug.", nameof(prefix));
        Share((CpuKvCache)prefix);
        Move(_capacity - Shared, Shared, Panel.Count(Length - Shared) * Panel.Width);
    }

    /// <inheritdoc/>
    public override KvCache CopyPrefix(int positions)
    {
        positions = positions / Panel.Width * Panel.Width;
        if (Shared > 0 || positions > Length)
            throw new InvalidOperationException($"{positions} positions cannot be copied from a cache of {Length} that shares {Shared}; this is a bug.");
        var copy = new CpuKvCache(layers, heads, headSize, isHalf);
        copy.Allocate(positions);
        copy.CopyFrom(_memory, _capacity, 0, positions);
        copy.Length = positions;
        return copy;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && --_holders > 0)
            return;
        NativeMemory.Free(_allocation);
        _allocation = null;
        _memory = null;
        (_capacity, Length) = (0, 0);
        if (disposing)
            Prefix?.Dispose();
        Prefix = null;
    }

    /// <summary>Takes other memory, with <paramref name="positions"/> of the old from <paramref name="first"/> on.</summary>
    private void Move(int capacity, int first, int positions)
    {
        void* oldAllocation = _allocation;
        byte* oldMemory = _memory;
        int oldCapacity = _capacity;
        Allocate(capacity);
        CopyFrom(oldMemory, oldCapacity, first, positions);
        NativeMemory.Free(oldAllocation);
    }

    private void Allocate(int capacity)
    {
        _capacity = capacity;

        // Zeros from the system: pages that no position reaches are never taken.
        _allocation = NativeMemory.AllocZeroed((nuint)(2L * layers * heads * HeadValues * _valueBytes) + MemoryPool.Alignment);
        _memory = (byte*)(((nuint)_allocation + MemoryPool.Alignment - 1) & ~(nuint)(MemoryPool.Alignment - 1));
    }

    private void Share(CpuKvCache prefix)
    {
        if ((prefix.Layers, prefix.Heads, prefix.HeadSize) != (layers, heads, headSize) || prefix.Shared > 0 || prefix.Length % Panel.Width != 0)
            throw new ArgumentException($"A prefix of {prefix.Length} positions is of another decoder, or no prefix; this is a bug.", nameof(prefix));
        prefix._holders++;
        (Prefix, Shared) = (prefix, prefix.Length);
    }

    /// <summary>
    /// Takes over <paramref name="positions"/> from <paramref name="first"/> on, whole panels both, of memory that has room for
    /// <paramref name="capacity"/>.
    /// </summary>
    private void CopyFrom(byte* memory, int capacity, int first, int positions)
    {
        long panelBytes = (long)Panel.Width * _valueBytes, headBytes = capacity * _valuePanels * panelBytes;
        for (long head = 0; positions > 0 && head < 2L * layers * heads; head++)
        {
            byte* from = memory + head * headBytes, to = _memory + head * HeadValues * _valueBytes;
            if (head / heads % 2 == 0)
            {
                NativeMemory.Copy(from + (long)first * headSize * _valueBytes, to, (nuint)((long)positions * headSize * _valueBytes));
                continue;
            }

            for (int panel = 0; panel < _valuePanels; panel++)
                NativeMemory.Copy(from + (panel * capacity + first) * panelBytes, to + panel * _capacity * panelBytes, (nuint)(positions * panelBytes));
        }
    }
}
