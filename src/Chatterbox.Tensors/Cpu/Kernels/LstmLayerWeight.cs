namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>The two products of an LSTM layer.</summary>
internal sealed class LstmLayerWeight(PackedMatrix input, PackedMatrix hidden) : Weight
{
    /// <inheritdoc/>
    public override Shape Shape => input.Shape;

    /// <inheritdoc/>
    public override long Bytes => input.Bytes + hidden.Bytes;

    /// <summary>(in) to the four gates.</summary>
    public PackedMatrix Input => input;

    /// <summary>(hidden) to the four gates.</summary>
    public PackedMatrix Hidden => hidden;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        input.Dispose();
        hidden.Dispose();
    }
}
