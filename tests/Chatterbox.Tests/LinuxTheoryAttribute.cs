namespace Chatterbox.Tests;

/// <summary>A test with cases that needs a shell and /proc.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public const string Reason = "Needs Linux.";

    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
            Skip = Reason;
    }
}
