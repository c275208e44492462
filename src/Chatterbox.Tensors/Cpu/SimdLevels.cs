using System.Runtime.Intrinsics;

namespace Chatterbox.Tensors.Cpu;

/// <summary>Which vector widths this process has.</summary>
public static class SimdLevels
{
    /// <summary>The widest level that runs in hardware.</summary>
    public static SimdLevel Best =>
        Vector512.IsHardwareAccelerated ? SimdLevel.Vector512
        : Vector256.IsHardwareAccelerated ? SimdLevel.Vector256
        : Vector128.IsHardwareAccelerated ? SimdLevel.Vector128
        : SimdLevel.Scalar;
}
