using Chatterbox.Tensors;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>A tensor on the engine's device. Slices, permutations and reshapes are views: libtorch's strides do the work.</summary>
internal sealed class TorchTensor(TorchEngine engine, Native values, Shape shape) : Tensor
{
    private Native? _values = values;

    /// <inheritdoc/>
    public override Engine Engine => engine;

    /// <inheritdoc/>
    public override Shape Shape => shape;

    /// <summary>libtorch's tensor, of the same shape.</summary>
    /// <exception cref="InvalidOperationException">The scope of the tensor has ended.</exception>
    public Native Values => _values ?? throw new InvalidOperationException("A tensor was used after its scope ended; this is a bug.");

    /// <summary>Gives the memory back, unless a view still holds it.</summary>
    public void Free()
    {
        Values.Dispose();
        _values = null;
    }
}
