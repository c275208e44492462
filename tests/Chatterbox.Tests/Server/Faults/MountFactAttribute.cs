namespace Chatterbox.Tests.Server.Faults;

/// <summary>A test that mounts a file system.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountFactAttribute : FactAttribute
{
    private static readonly bool IsPossible = SmallDisk.IsPossible();

    public MountFactAttribute()
    {
        if (!IsPossible)
            Skip = "Needs Linux and the right to mount file systems; the test with a largest file runs everywhere.";
    }
}
