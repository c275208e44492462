using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>What position i may see of position j: 0 up to itself, minus infinity beyond. One table that grows.</summary>
internal sealed class CausalMask(torch.Device device, torch.ScalarType type)
{
    private const int Step = 512;

    private Native? _table;
    private int _size;

    /// <summary>The part for <paramref name="rows"/> positions from <paramref name="first"/> on and all keys before <paramref name="keys"/>; the caller frees it.</summary>
    public Native Part(int first, int rows, int keys)
    {
        int size = (Math.Max(first + rows, keys) + Step - 1) / Step * Step;
        if (size > _size)
            Grow(size);
        using Native lines = _table!.narrow(0, first, rows);
        return lines.narrow(1, 0, keys);
    }

    /// <summary>Frees the table.</summary>
    public void Clear()
    {
        _table?.Dispose();
        (_table, _size) = (null, 0);
    }

    private void Grow(int size)
    {
        Clear();
        using DisposeScope scope = torch.NewDisposeScope();
        using Scalar infinity = float.NegativeInfinity;
        (_table, _size) = (scope.Detach(torch.full([size, size], infinity, type, device).triu(1)), size);
    }
}
