using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Safetensors;

/// <summary>Gives the pages of a file mapping back to the system; they are read again from the file when touched.</summary>
internal static partial class PageRelease
{
    private const int MadvDontNeed = 4;

    /// <summary>Drops the whole pages inside the given range of a file mapping. Does nothing where that is not possible.</summary>
    public static void Release(nint address, long bytes)
    {
        if (!OperatingSystem.IsLinux())
            return;
        long page = Environment.SystemPageSize;
        long begin = (address + page - 1) / page * page;
        long end = (address + bytes) / page * page;
        // A refusal costs memory, not correctness, so the result does not matter.
        if (end > begin)
            _ = Madvise((nint)begin, (nuint)(end - begin), MadvDontNeed);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(nint address, nuint length, int advice);
}
