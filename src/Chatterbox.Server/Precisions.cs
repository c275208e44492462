using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Server;

/// <summary>What precisions mean for an engine.</summary>
internal static class Precisions
{
    /// <summary>How the CPU's engine keeps T3's layers.</summary>
    public static DecoderPrecision Decoder(this Precision precision) => precision == Precision.Fp32 ? DecoderPrecision.Float32 : DecoderPrecision.Int8;
}
