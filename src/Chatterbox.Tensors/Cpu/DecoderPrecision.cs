namespace Chatterbox.Tensors.Cpu;

/// <summary>How the weights of <see cref="WeightRole.Decoder"/> are kept.</summary>
public enum DecoderPrecision
{
    /// <summary>As they are: the reference.</summary>
    Float32,

    /// <summary>
    /// In 8 bits with a scale for 16 values of a column, 1.13 bytes a weight; keys and values in bfloat16. A row is still independent of the others, to the bit.
    /// </summary>
    Int8,

    /// <summary>
    /// In 4 bits with a scale for 32 values of a column, 0.56 bytes a weight; all else as in <see cref="Int8"/>. The error is many times
    /// that of 8 bits.
    /// </summary>
    Int4,
}
