using System.Runtime.InteropServices;

namespace Chatterbox.Tensors;

/// <summary>Tells the system what is done with pages of memory. Only Linux listens; a refusal costs memory or time, not correctness.</summary>
internal static partial class PageAdvice
{
    /// <summary>Bytes of a large page.</summary>
    public const int LargePage = 2 << 20;

    private const int MadvDontNeed = 4;
    private const int MadvHugePage = 14;
    private const int MadvPopulateRead = 22;

    /// <summary>Drops the whole pages inside the given range of a file mapping; they are read again from the file when touched.</summary>
    public static void Release(nint address, long bytes)
    {
        long page = Environment.SystemPageSize;
        long begin = (address + page - 1) / page * page;
        long end = (address + bytes) / page * page;
        if (end > begin)
            Advise((nint)begin, end - begin, MadvDontNeed);
    }

    /// <summary>Brings a range of memory in, as of a file mapping, at once, in place of a fault for every few pages.</summary>
    public static void Populate(nint address, long bytes)
    {
        long page = Environment.SystemPageSize, begin = address / page * page;
        Advise((nint)begin, address + bytes - begin, MadvPopulateRead);
    }

    /// <summary>Asks for large pages for memory that begins with one and is not touched yet.</summary>
    public static void PreferLarge(nint address, long bytes) => Advise(address, bytes, MadvHugePage);

    private static void Advise(nint address, long bytes, int advice)
    {
        if (OperatingSystem.IsLinux())
            _ = Madvise(address, (nuint)bytes, advice);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(nint address, nuint length, int advice);
}
