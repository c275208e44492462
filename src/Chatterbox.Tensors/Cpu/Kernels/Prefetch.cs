using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>
/// Asks for memory before it is read. Processors follow a stream by themselves, but begin anew at each page: a kernel that does little
/// with what it reads waits for it there.
/// </summary>
internal static unsafe class Prefetch
{
    private const int LineBytes = 64;

    /// <summary>Asks for <paramref name="bytes"/> from <paramref name="start"/> on; addresses that nobody owns do no harm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Read(byte* start, int bytes)
    {
        for (int line = 0; line < bytes; line += LineBytes)
            Line(start + line);
    }

    /// <summary>Asks for the line of an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Line(byte* address)
    {
        if (Sse.IsSupported)
            Sse.Prefetch0(address);
    }
}
