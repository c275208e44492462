using System.Runtime.InteropServices;

namespace Chatterbox.Tensors;

/// <summary>The C library's memory, from which native code takes its blocks.</summary>
public static partial class NativeHeap
{
    /// <summary>
    /// Gives memory that was freed, but that glibc keeps between blocks in use, back to the system. Other libraries have no such call and
    /// keep less.
    /// </summary>
    public static void ReturnFreed()
    {
        if (OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "malloc_trim", out _))
            _ = MallocTrim(0);
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint pad);
}
