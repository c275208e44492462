namespace Chatterbox.Tensors.Cpu;

/// <summary>The vector width that the product kernels use.</summary>
public enum SimdLevel
{
    /// <summary>One float at a time: the twin that the vector kernels are tested against.</summary>
    Scalar,

    /// <summary>128-bit vectors.</summary>
    Vector128,

    /// <summary>256-bit vectors (AVX2 with FMA).</summary>
    Vector256,

    /// <summary>512-bit vectors (AVX-512).</summary>
    Vector512,
}
