namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>The phases of a transposed convolution as one product.</summary>
internal sealed class ConvTransposeWeight(Weight matrix, Shape shape, int stride, int padding, int taps) : Weight
{
    /// <inheritdoc/>
    public override Shape Shape => shape;

    /// <inheritdoc/>
    public override long Bytes => matrix.Bytes;

    /// <summary>K: taps of a phase times input channels; columns: phases times output channels.</summary>
    public Weight Matrix => matrix;

    /// <summary>Output frames per input frame.</summary>
    public int Stride => stride;

    /// <summary>Output frames cut off at each end.</summary>
    public int Padding => padding;

    /// <summary>Input frames that an output frame sees.</summary>
    public int Taps => taps;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => matrix.Dispose();
}
