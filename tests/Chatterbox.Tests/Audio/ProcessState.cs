using System.Diagnostics;

namespace Chatterbox.Tests.Audio;

/// <summary>What Linux tells of processes.</summary>
internal static class ProcessState
{
    /// <summary>Asserts that a process is gone, or a zombie that its new parent has not collected yet.</summary>
    public static void AssertEnded(int id)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < TimeSpan.FromSeconds(5))
        {
            string status = $"/proc/{id}/stat";
            if (!File.Exists(status) || File.ReadAllText(status).Contains(") Z ", StringComparison.Ordinal))
                return;
            Thread.Sleep(20);
        }

        Assert.Fail($"Process {id} still runs.");
    }
}
