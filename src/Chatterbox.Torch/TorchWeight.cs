using Chatterbox.Tensors;
using Native = TorchSharp.torch.Tensor;

namespace Chatterbox.Torch;

/// <summary>A matrix, filters or a table on the device, with an optional bias.</summary>
/// <param name="shape">The dimensions as in the checkpoint.</param>
/// <param name="values">The values as the operation reads them.</param>
/// <param name="bias">The bias, if any.</param>
/// <param name="isDecoder">Whether it is a layer of T3's transformer, whose rows must not depend on each other.</param>
internal sealed class TorchWeight(Shape shape, Native values, Native? bias, bool isDecoder = false) : Weight
{
    /// <inheritdoc/>
    public override Shape Shape => shape;

    /// <inheritdoc/>
    public override long Bytes { get; } = BytesOf(values) + (bias is null ? 0 : BytesOf(bias));

    /// <summary>The values.</summary>
    public Native Values => values;

    /// <summary>The bias, or null.</summary>
    public Native? Bias => bias;

    /// <summary>Whether it is a layer of T3's transformer.</summary>
    public bool IsDecoder => isDecoder;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        values.Dispose();
        bias?.Dispose();
    }

    private static long BytesOf(Native tensor) => tensor.NumberOfElements * tensor.ElementSize;
}
