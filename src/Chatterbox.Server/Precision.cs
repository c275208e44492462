namespace Chatterbox.Server;

/// <summary>The precision that a user asks for.</summary>
internal enum Precision
{
    /// <summary>For each part the fastest that runs here and whose error is in its bound.</summary>
    Auto,

    /// <summary>Everything in float32: the reference.</summary>
    Fp32,

    /// <summary>bfloat16: on the CPU S3Gen's products, on libtorch T3's layers.</summary>
    Bf16,

    /// <summary>T3's layers in 8 bits.</summary>
    Int8,

    /// <summary>T3's layers in 4 bits: nothing chooses it by itself.</summary>
    Int4,
}
