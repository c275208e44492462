using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Server.Benchmark;

/// <summary>What the benchmark runs on.</summary>
internal static class ProcessorInfo
{
    private const string LinuxFile = "/proc/cpuinfo";
    private const string LinuxName = "model name";

    /// <summary>The processor's name, or its architecture where the system does not tell.</summary>
    public static string Name
    {
        get
        {
            string? name = OperatingSystem.IsLinux() && File.Exists(LinuxFile)
                ? File.ReadLines(LinuxFile).FirstOrDefault(line => line.StartsWith(LinuxName, StringComparison.Ordinal))?.Split(':', 2)[^1].Trim()
                : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER");
            return string.IsNullOrEmpty(name) ? RuntimeInformation.ProcessArchitecture.ToString() : name;
        }
    }

    /// <summary>The widest vector instructions that the process may use.</summary>
    public static string InstructionSet =>
        Avx512F.IsSupported ? "AVX-512"
        : Avx2.IsSupported && Fma.IsSupported ? "AVX2 and FMA"
        : AdvSimd.IsSupported ? "NEON"
        : Sse2.IsSupported ? "SSE2"
        : "none";
}
