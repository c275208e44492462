using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// The engine's threads. The caller's thread is worker 0 and works too; the others spin for a moment between jobs, as the
/// products of a decode step follow each other within microseconds, and then sleep. Starting a job allocates nothing.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 2000;

    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private float* _scratch;
    private long _scratchFloats;
    private delegate*<void*, int, int, void> _run;
    private void* _job;
    private int _parts;
    private int _next;
    private int _working; // threads inside the open job, the caller included; 0 when none is open
    private int _generation;
    private int _asleep;
    private bool _stopped;

    /// <summary>Starts <paramref name="workers"/> - 1 threads.</summary>
    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
        _threads = new Thread[workers - 1];
        for (int i = 0; i < _threads.Length; i++)
        {
            int worker = i + 1;
            _threads[i] = new Thread(() => WorkerLoop(worker)) { IsBackground = true, Name = $"chatterbox cpu {worker}" };
            _threads[i].Start();
        }
    }

    /// <summary>Threads that work on a job, the caller's included.</summary>
    public int Workers { get; }

    /// <summary>Room of at least <paramref name="floats"/> for each worker, valid until the next call; worker w has [w * stride, ...).</summary>
    public float* Scratch(long floats, out long stride)
    {
        stride = (floats + 15) / 16 * 16;
        if (stride * Workers > _scratchFloats)
        {
            NativeMemory.AlignedFree(_scratch);
            _scratchFloats = stride * Workers;
            _scratch = (float*)NativeMemory.AlignedAlloc((nuint)(_scratchFloats * sizeof(float)), MemoryPool.Alignment);
        }

        return _scratch;
    }

    /// <summary>Runs all parts of a job and returns when they are done.</summary>
    public void Run<TJob>(TJob job, int parts)
        where TJob : unmanaged, IParallelJob
    {
        if (parts <= 1 || Workers == 1)
        {
            for (int part = 0; part < parts; part++)
                job.Run(part, 0);
            return;
        }

        _run = &RunPart<TJob>;
        _job = &job;
        _parts = parts;
        _next = 0;
        Volatile.Write(ref _working, 1);
        Interlocked.Increment(ref _generation);
        if (Volatile.Read(ref _asleep) > 0)
            Wake();

        for (int part; (part = Interlocked.Increment(ref _next) - 1) < parts;)
            job.Run(part, 0);
        Interlocked.Decrement(ref _working);
        for (int spins = 0; Volatile.Read(ref _working) > 0; spins++)
        {
            if (spins < SpinsBeforeSleep)
                Thread.SpinWait(8);
            else
                Thread.Yield();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        Interlocked.Increment(ref _generation);
        Wake();
        foreach (Thread thread in _threads)
            thread.Join();
        NativeMemory.AlignedFree(_scratch);
        _scratch = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunPart<TJob>(void* job, int part, int worker)
        where TJob : unmanaged, IParallelJob => ((TJob*)job)->Run(part, worker);

    private void WorkerLoop(int worker)
    {
        for (int seen = 0; ;)
        {
            seen = WaitForJob(seen);
            if (Volatile.Read(ref _stopped))
                return;
            if (!TryJoin())
                continue;
            for (int part; (part = Interlocked.Increment(ref _next) - 1) < _parts;)
                _run(_job, part, worker);
            Interlocked.Decrement(ref _working);
        }
    }

    /// <summary>
    /// Joins the job that is open, if one is: whoever comes when all others have left comes too late, so that a job never
    /// waits for a thread that was still asleep.
    /// </summary>
    private bool TryJoin()
    {
        for (int working; (working = Volatile.Read(ref _working)) > 0;)
        {
            if (Interlocked.CompareExchange(ref _working, working + 1, working) == working)
                return true;
        }

        return false;
    }

    /// <summary>Waits until the generation is another than <paramref name="seen"/> and tells which.</summary>
    private int WaitForJob(int seen)
    {
        for (int spins = 0; spins < SpinsBeforeSleep; spins++)
        {
            int generation = Volatile.Read(ref _generation);
            if (generation != seen)
                return generation;
            Thread.SpinWait(8);
        }

        lock (_gate)
        {
            // A full fence before the generation is read again: with a plain store, a job begun at this moment could miss the
            // sleeper while the sleeper misses the job.
            Interlocked.Increment(ref _asleep);
            while (Volatile.Read(ref _generation) == seen)
                Monitor.Wait(_gate);
            Interlocked.Decrement(ref _asleep);
            return Volatile.Read(ref _generation);
        }
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
