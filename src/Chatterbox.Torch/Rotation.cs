using Chatterbox.Tensors;
using TorchSharp;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>The rows of the rotary tables for some positions: all layers of a step turn queries and keys by the same.</summary>
internal sealed class Rotation : IDisposable
{
    private readonly Tensor _cosTable;
    private readonly Tensor _sinTable;
    private readonly int[] _positions;

    /// <summary>Reads the rows, (positions, 1, head size) each.</summary>
    public Rotation(Tensor cosTable, Native cos, Tensor sinTable, Native sin, ReadOnlySpan<int> positions, torch.Device device)
    {
        (_cosTable, _sinTable, _positions) = (cosTable, sinTable, positions.ToArray());
        using DisposeScope scope = torch.NewDisposeScope();
        Native indices = HostValues.ToDevice(HostValues.ToTensor(positions), torch.int64, device);
        Cos = scope.Detach(cos.index_select(0, indices).unsqueeze(1));
        Sin = scope.Detach(sin.index_select(0, indices).unsqueeze(1));
    }

    /// <summary>Cosines.</summary>
    public Native Cos { get; }

    /// <summary>Sines.</summary>
    public Native Sin { get; }

    /// <summary>Whether it is of these tables and positions.</summary>
    public bool IsFor(Tensor cosTable, Tensor sinTable, ReadOnlySpan<int> positions) =>
        ReferenceEquals(cosTable, _cosTable) && ReferenceEquals(sinTable, _sinTable) && positions.SequenceEqual(_positions);

    /// <inheritdoc/>
    public void Dispose()
    {
        Cos.Dispose();
        Sin.Dispose();
    }
}
