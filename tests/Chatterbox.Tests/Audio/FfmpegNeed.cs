namespace Chatterbox.Tests.Audio;

/// <summary>
/// What becomes of a test that needs the program ffmpeg: it is skipped with a reason where the program is missing, except
/// in continuous integration, where it then fails.
/// </summary>
internal static class FfmpegNeed
{
    private static readonly bool IsInstalled = Chatterbox.Audio.Ffmpeg.FfmpegProgram.Find(Environment.GetEnvironmentVariable("PATH")) is not null;

    /// <summary>Why a test is skipped, or null.</summary>
    /// <param name="needsLinux">Whether it needs a shell and /proc too.</param>
    public static string? ReasonToSkip(bool needsLinux = false)
    {
        if (needsLinux && !OperatingSystem.IsLinux())
            return LinuxTheoryAttribute.Reason;
        return ContinuousIntegration.IsOn || IsInstalled ? null : "The program ffmpeg is missing: apt-get install ffmpeg";
    }
}
