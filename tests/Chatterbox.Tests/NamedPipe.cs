using System.Diagnostics;

namespace Chatterbox.Tests;

/// <summary>Pipes that have a name in the file system.</summary>
internal static class NamedPipe
{
    /// <summary>Makes a pipe at <paramref name="path"/>.</summary>
    public static void Create(string path)
    {
        using Process process = Process.Start("mkfifo", path);
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(20)));
        Assert.Equal(0, process.ExitCode);
    }
}
