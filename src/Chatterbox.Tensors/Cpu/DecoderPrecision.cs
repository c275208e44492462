namespace Chatterbox.Tensors.Cpu;

/// <summary>How the weights of <see cref="WeightRole.Decoder"/> are kept.</summary>
public enum DecoderPrecision
{
    /// <summary>As they are: the reference.</summary>
    Float32,

    /// <summary>
    /// In 8 bits with a scale for 16 values of a column, 1.13 bytes a weight. Activations and sums stay float32, so that a row is still
    /// independent of the others, to the bit.
    /// </summary>
    Int8,
}
