using System.Diagnostics;
using System.Globalization;

namespace Chatterbox.Server.Benchmark;

/// <summary>What this process has done since it started.</summary>
internal static class ProcessStart
{
    private const string LinuxIo = "/proc/self/io";
    private const string LinuxRead = "read_bytes:";

    /// <summary>Seconds since the start.</summary>
    public static double Seconds
    {
        get
        {
            using Process process = Process.GetCurrentProcess();
            return (DateTime.Now - process.StartTime).TotalSeconds;
        }
    }

    /// <summary>Bytes that had to be read from disk, mapped files included, or null where the system does not tell.</summary>
    public static long? DiskBytes
    {
        get
        {
            if (!OperatingSystem.IsLinux() || !File.Exists(LinuxIo))
                return null;
            string? line = File.ReadLines(LinuxIo).FirstOrDefault(candidate => candidate.StartsWith(LinuxRead, StringComparison.Ordinal));
            return line is null ? null : long.Parse(line[LinuxRead.Length..], CultureInfo.InvariantCulture);
        }
    }
}
