namespace Chatterbox.Tensors.Cpu.Kernels;

/// <summary>Brings a mapped weight into memory on all threads, as each page costs the system some work.</summary>
internal struct PopulateJob : IParallelJob
{
    private const long PartBytes = 1 << 20;

    private nint _address;
    private long _bytes;

    /// <summary>Brings all of a range in.</summary>
    public static void Run(WorkerPool pool, nint address, long bytes) =>
        pool.Run(new PopulateJob { _address = address, _bytes = bytes }, checked((int)((bytes + PartBytes - 1) / PartBytes)));

    /// <inheritdoc/>
    public readonly void Run(int part, int worker)
    {
        long first = part * PartBytes;
        PageAdvice.Populate((nint)(_address + first), Math.Min(PartBytes, _bytes - first));
    }
}
