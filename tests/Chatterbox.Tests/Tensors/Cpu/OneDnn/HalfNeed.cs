using Chatterbox.Tensors.Cpu;
using Chatterbox.Tensors.Cpu.OneDnn;

namespace Chatterbox.Tests.Tensors.Cpu.OneDnn;

/// <summary>
/// Why a test of products in bfloat16 cannot run here. Where the processor is one for them, a build service must have installed the library.
/// </summary>
internal static class HalfNeed
{
    /// <summary>The reason; null where it can run, or must.</summary>
    public static string? ReasonToSkip =>
        CpuEngine.CanMultiplyBFloat16(out string? reason) || (ContinuousIntegration.IsOn && OneDnnLibrary.IsFastHere) ? null : $"No products in bfloat16: {reason}.";
}
