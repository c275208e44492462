namespace Chatterbox.Tests.Audio;

/// <summary>A test with cases that all need ffmpeg; see <see cref="FfmpegNeed"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FfmpegTheoryAttribute : TheoryAttribute
{
    /// <param name="needsLinux">Whether it needs a shell and /proc too.</param>
    public FfmpegTheoryAttribute(bool needsLinux = false)
    {
        NeedsLinux = needsLinux;
        Skip = FfmpegNeed.ReasonToSkip(needsLinux);
    }

    public bool NeedsLinux { get; }
}
