using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// A thread's share of the open job. The job's owner writes it once; then its line stays with the thread that takes the parts, until others
/// help. What the owner waits for lies on a line of its own: one that two cores use in turn costs both of them hundreds of nanoseconds.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 2 * Lines)]
internal unsafe struct WorkerQueue
{
    /// <summary>Two cache lines, as processors fetch them in pairs.</summary>
    public const int Lines = 128;

    /// <summary>The job's number as long as the thread may join it; its negative once it has, or comes too late.</summary>
    [FieldOffset(0)]
    public long Offer;

    /// <summary>Runs a part of the job on a worker.</summary>
    [FieldOffset(8)]
    public delegate*<void*, int, int, void> Run;

    /// <summary>The job.</summary>
    [FieldOffset(16)]
    public void* Job;

    /// <summary>The next part of the share that nobody has taken.</summary>
    [FieldOffset(24)]
    public int Next;

    /// <summary>The part behind the last of the share.</summary>
    [FieldOffset(28)]
    public int End;

    /// <summary>The number of the last job that the thread has left.</summary>
    [FieldOffset(Lines)]
    public long Done;

    /// <summary>Takes a part of the share, for its own thread or for one that has finished its own share.</summary>
    public bool TryTake(out int part)
    {
        part = Volatile.Read(ref Next);
        if (part >= End)
            return false;
        part = Interlocked.Increment(ref Next) - 1;
        return part < End;
    }

    /// <summary>Joins the job, or keeps its thread from joining it: only one of both succeeds.</summary>
    public bool TryClose(long number) => Interlocked.CompareExchange(ref Offer, -number, number) == number;
}
