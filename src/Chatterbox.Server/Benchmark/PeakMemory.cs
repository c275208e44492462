using System.Diagnostics;
using System.Globalization;

namespace Chatterbox.Server.Benchmark;

/// <summary>The most memory that this process held at once.</summary>
internal static class PeakMemory
{
    private const string LinuxStatus = "/proc/self/status";
    private const string LinuxPeak = "VmHWM:";
    private const int BytesOfKilobyte = 1024;

    /// <summary>Bytes in memory at the peak so far: VmHWM on Linux, the peak working set elsewhere.</summary>
    public static long Bytes
    {
        get
        {
            if (OperatingSystem.IsLinux())
            {
                string line = File.ReadLines(LinuxStatus).First(candidate => candidate.StartsWith(LinuxPeak, StringComparison.Ordinal));
                return long.Parse(line[LinuxPeak.Length..^"kB".Length].Trim(), CultureInfo.InvariantCulture) * BytesOfKilobyte;
            }

            using Process process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64;
        }
    }
}
