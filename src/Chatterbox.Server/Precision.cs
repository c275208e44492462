namespace Chatterbox.Server;

/// <summary>The precision that a user asks for.</summary>
internal enum Precision
{
    /// <summary>The fastest whose error is in its bound: T3's layers in 8 bits, everything else in float32.</summary>
    Auto,

    /// <summary>Everything in float32: the reference.</summary>
    Fp32,

    /// <summary>T3's layers in 8 bits.</summary>
    Int8,
}
