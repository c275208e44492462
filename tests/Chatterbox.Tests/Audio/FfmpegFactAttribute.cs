namespace Chatterbox.Tests.Audio;

/// <summary>A test that needs ffmpeg; see <see cref="FfmpegNeed"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FfmpegFactAttribute : FactAttribute
{
    /// <param name="needsLinux">Whether it needs a shell and /proc too.</param>
    public FfmpegFactAttribute(bool needsLinux = false)
    {
        NeedsLinux = needsLinux;
        Skip = FfmpegNeed.ReasonToSkip(needsLinux);
    }

    public bool NeedsLinux { get; }
}
