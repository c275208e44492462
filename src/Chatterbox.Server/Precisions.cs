using Chatterbox.Tensors.Cpu;

namespace Chatterbox.Server;

/// <summary>What precisions mean for an engine.</summary>
internal static class Precisions
{
    /// <summary>How the CPU's engine keeps T3's layers.</summary>
    public static DecoderPrecision Decoder(this Precision precision) => precision switch
    {
        Precision.Auto or Precision.Int8 => DecoderPrecision.Int8,
        Precision.Int4 => DecoderPrecision.Int4,
        _ => DecoderPrecision.Float32,
    };

    /// <summary>How the CPU's engine makes S3Gen's products.</summary>
    public static RendererPrecision Renderer(this Precision precision) => precision switch
    {
        Precision.Bf16 => RendererPrecision.BFloat16,
        Precision.Auto when CpuEngine.CanMultiplyBFloat16(out _) => RendererPrecision.BFloat16,
        _ => RendererPrecision.Float32,
    };
}
