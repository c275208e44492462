using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>
/// A sequence's keys and values on the device, one block for all layers with room for whole buckets of positions. A prefix is copied
/// into it: the fused attention reads one block of memory.
/// </summary>
internal sealed class TorchKvCache : KvCache
{
    /// <summary>Room comes in steps of so many positions.</summary>
    private const int Bucket = 256;

    private readonly torch.ScalarType _type;
    private readonly torch.Device _device;
    private Native? _block; // (2 layers, heads, capacity, head size), a layer's keys before its values
    private int _capacity;

    /// <summary>A cache that is empty, or begins with <paramref name="prefix"/>.</summary>
    /// <exception cref="ArgumentException">The prefix is of another decoder, or no prefix.</exception>
    public TorchKvCache(int layers, int heads, int headSize, torch.ScalarType type, torch.Device device, TorchKvCache? prefix)
    {
        (Layers, Heads, HeadSize, _type, _device) = (layers, heads, headSize, type, device);
        if (prefix is null)
            return;
        Require(prefix);
        Reserve(prefix.Length);
        CopyFrom(prefix._block, prefix.Length);
        (Length, Shared) = (prefix.Length, prefix.Length);
    }

    /// <summary>Layers of the decoder.</summary>
    public int Layers { get; }

    /// <summary>Heads of a layer.</summary>
    public int Heads { get; }

    /// <summary>Channels of a head.</summary>
    public int HeadSize { get; }

    /// <summary>Positions that there is room for.</summary>
    public int Capacity => _capacity;

    /// <summary>The keys of a layer, (1, heads, capacity, head size); the caller frees the view.</summary>
    public Native Keys(int layer) => _block!.narrow(0, 2 * layer, 1);

    /// <summary>The values of a layer, alike.</summary>
    public Native Values(int layer) => _block!.narrow(0, 2 * layer + 1, 1);

    /// <inheritdoc/>
    public override void Reserve(int positions)
    {
        if (positions <= _capacity)
            return;
        int capacity = (positions + Bucket - 1) / Bucket * Bucket;
        Native? old = _block;

        // Zeros: attention reads whole steps of keys, and what is masked must be a number. It outlives the operation that asks for room.
        using DisposeScope scope = torch.NewDisposeScope();
        _block = scope.Detach(torch.zeros([2 * Layers, Heads, capacity, HeadSize], _type, _device));
        _capacity = capacity;
        CopyFrom(old, Length);
        old?.Dispose();
    }

    /// <inheritdoc/>
    public override KvCache CopyPrefix(int positions)
    {
        if (Shared > 0 || positions > Length)
            throw new InvalidOperationException($"{positions} positions cannot be copied from a cache of {Length} that shares {Shared}; this is a bug.");
        var copy = new TorchKvCache(Layers, Heads, HeadSize, _type, _device, null);
        copy.Reserve(positions);
        copy.CopyFrom(_block, positions);
        copy.Length = positions;
        return copy;
    }

    /// <summary>Counts the first positions as shared; they stay where they are.</summary>
    public override void BeginWith(KvCache prefix)
    {
        if (Shared > 0 || prefix.Length > Length)
            throw new ArgumentException($"A cache of {Length} positions that shares {Shared} cannot begin with {prefix.Length}; this is a bug.", nameof(prefix));
        Require((TorchKvCache)prefix);
        Shared = prefix.Length;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _block?.Dispose();
        _block = null;
        (_capacity, Length, Shared) = (0, 0, 0);
    }

    private void Require(TorchKvCache prefix)
    {
        if ((prefix.Layers, prefix.Heads, prefix.HeadSize) != (Layers, Heads, HeadSize) || prefix.Shared > 0)
            throw new ArgumentException($"A prefix of {prefix.Length} positions is of another decoder, or no prefix; this is a bug.", nameof(prefix));
    }

    private void CopyFrom(Native? block, int positions)
    {
        if (block is null || positions == 0)
            return;
        using Native from = block.narrow(2, 0, positions);
        using Native to = _block!.narrow(2, 0, positions);
        to.copy_(from);
    }
}
