namespace Chatterbox.Server;

/// <summary>The precision that a user asks for.</summary>
internal enum Precision
{
    /// <summary>The fastest whose error is in its bound: on the CPU T3's layers in 8 bits, everything else in float32; on libtorch float32.</summary>
    Auto,

    /// <summary>Everything in float32: the reference.</summary>
    Fp32,

    /// <summary>T3's layers in 8 bits.</summary>
    Int8,

    /// <summary>T3's layers in bfloat16; on libtorch alone.</summary>
    Bf16,
}
