using System.Diagnostics;

namespace Chatterbox.Tests.Server.Faults;

/// <summary>Compressed recordings of next to nothing.</summary>
internal static class Silence
{
    /// <summary>Lets ffmpeg make one: a constant, which is not refused as silent.</summary>
    public static byte[] Make(string format, string length, string how)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File($"silence.{format}");
        string[] args = ["-v", "error", "-nostdin", "-f", "lavfi", "-i", "aevalsrc=0.25:s=8000", .. length.Split(' '), .. how.Split(' '), path];
        using Process ffmpeg = Process.Start("ffmpeg", args);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
        return File.ReadAllBytes(path);
    }
}
