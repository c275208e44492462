namespace Chatterbox.Tests;

/// <summary>A test that needs a shell and /proc.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = LinuxTheoryAttribute.Reason;
    }
}
