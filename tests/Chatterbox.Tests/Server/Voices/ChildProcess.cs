using System.Diagnostics;

namespace Chatterbox.Tests.Server.Voices;

/// <summary>Starts <see cref="VoiceWriterProgram"/> in a process of its own.</summary>
internal static class ChildProcess
{
    /// <summary>Starts it with these arguments; its output is to be read.</summary>
    public static Process Start(params string[] args) => Start(Host, ["exec", typeof(ChildProcess).Assembly.Location, .. args]);

    /// <summary>
    /// Starts it so that no file it writes gets larger than this, as if the disk were full. The unit is 512 bytes, or 1 kB in some shells.
    /// </summary>
    public static Process StartWithLargestFile(int blocks, params string[] args) => Start(
        "/bin/sh",
        ["-c", $"trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"", Host, "exec", typeof(ChildProcess).Assembly.Location, .. args]);

    private static string Host => Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private static Process Start(string program, string[] args)
    {
        ProcessStartInfo start = new(program, args) { RedirectStandardOutput = true, UseShellExecute = false };
        // Otherwise the runtime makes a file of 2 GiB for its code, which the limit forbids.
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }
}
