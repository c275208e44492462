using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Files;

/// <summary>Tells devices, pipes and sockets from files. The framework does not say which of them a path names.</summary>
internal static unsafe partial class SpecialFile
{
    // From linux/stat.h and linux/fcntl.h; struct statx is the same on every processor.
    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;
    private const int StatusBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Folder = 0x4000;
    private const int RegularFile = 0x8000;

    /// <summary>Whether there is something at a full path, links followed, that is neither a file nor a folder.</summary>
    public static bool IsAt(string fullPath)
    {
        if (!OperatingSystem.IsLinux())
            return fullPath.StartsWith("/dev/", StringComparison.Ordinal) || fullPath.StartsWith(@"\\.\", StringComparison.Ordinal);
        byte* status = stackalloc byte[StatusBytes];
        return StatX(CurrentFolder, fullPath, 0, TypeWanted, status) == 0
            && (*(ushort*)(status + ModeOffset) & TypeMask) is not (Folder or RegularFile);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int StatX(int folder, string path, int flags, uint mask, byte* status);
}
