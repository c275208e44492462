namespace Chatterbox.Tensors.Cpu;

/// <summary>How products of <see cref="WeightRole.Renderer"/> are made.</summary>
public enum RendererPrecision
{
    /// <summary>As everything else: the reference.</summary>
    Float32,

    /// <summary>
    /// Both sides rounded to bfloat16, sums in float32, by the oneDNN library on processors that multiply bfloat16 faster than floats.
    /// A row is still independent of the others, to the bit.
    /// </summary>
    BFloat16,
}
