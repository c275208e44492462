using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Chatterbox.Tensors.Cpu;

/// <summary>
/// The engine's threads. The caller's thread is worker 0 and works too; the others spin for a moment between jobs, as the
/// products of a decode step follow each other within microseconds, and then sleep. Each has a share of a job's parts, the same for
/// every job of as many parts, and takes of the others' shares when its own is done. Starting a job allocates nothing.
/// </summary>
internal sealed unsafe class WorkerPool : IDisposable
{
    private const int SpinsBeforeSleep = 16000;

    private readonly object _gate = new();
    private readonly Thread[] _threads;
    private readonly WorkerQueue* _queues;
    private float* _scratch;
    private long _scratchFloats;
    private int _asleep;
    private bool _stopped;

    /// <summary>Starts <paramref name="workers"/> - 1 threads.</summary>
    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
        nuint bytes = (nuint)(workers * sizeof(WorkerQueue));
        _queues = (WorkerQueue*)NativeMemory.AlignedAlloc(bytes, WorkerQueue.Lines);
        NativeMemory.Clear(_queues, bytes);
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

        Open(&RunPart<TJob>, &job, parts);
        Work(0);
        Close();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_stopped)
            return;
        Volatile.Write(ref _stopped, true);
        Wake();
        foreach (Thread thread in _threads)
            thread.Join();
        NativeMemory.AlignedFree(_queues);
        NativeMemory.AlignedFree(_scratch);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void RunPart<TJob>(void* job, int part, int worker)
        where TJob : unmanaged, IParallelJob => ((TJob*)job)->Run(part, worker);

    /// <summary>Shares a job out and offers it; all shares are there before the first thread may join.</summary>
    private void Open(delegate*<void*, int, int, void> run, void* job, int parts)
    {
        for (int worker = 0; worker < Workers; worker++)
        {
            WorkerQueue* queue = _queues + worker;
            queue->Run = run;
            queue->Job = job;
            queue->Next = First(worker);
            queue->End = First(worker + 1);
        }

        long number = ++_queues->Offer;
        for (int worker = 1; worker < Workers; worker++)
            Volatile.Write(ref _queues[worker].Offer, number);

        // A thread that falls asleep at this very moment may be missed: it then sleeps through this job, and nobody waits for it.
        if (Volatile.Read(ref _asleep) > 0)
            Wake();

        int First(int worker) => (int)(((long)parts * worker + Workers - 1) / Workers);
    }

    /// <summary>Runs the worker's share and then what is left of the others'.</summary>
    private void Work(int worker)
    {
        delegate*<void*, int, int, void> run = _queues[worker].Run;
        void* job = _queues[worker].Job;
        for (int i = worker; i < worker + Workers; i++)
        {
            WorkerQueue* queue = _queues + (i < Workers ? i : i - Workers);
            while (queue->TryTake(out int part))
                run(job, part, worker);
        }
    }

    /// <summary>
    /// Waits for the threads that have joined. Those that have not come too late, so that a job never waits for a thread that was still
    /// asleep.
    /// </summary>
    private void Close()
    {
        long number = _queues->Offer;
        for (int worker = 1; worker < Workers; worker++)
        {
            WorkerQueue* queue = _queues + worker;
            if (queue->TryClose(number))
                continue;
            for (int spins = 0; Volatile.Read(ref queue->Done) != number; spins++)
            {
                if (spins < SpinsBeforeSleep)
                    Thread.SpinWait(1);
                else
                    Thread.Yield();
            }
        }
    }

    private void WorkerLoop(int worker)
    {
        WorkerQueue* queue = _queues + worker;
        for (long number; (number = WaitForOffer(queue)) > 0;)
        {
            if (!queue->TryClose(number))
                continue;
            Work(worker);
            Volatile.Write(ref queue->Done, number);
        }
    }

    /// <summary>Waits for a job to join and tells its number; 0 when the pool has ended.</summary>
    private long WaitForOffer(WorkerQueue* queue)
    {
        long number;
        for (int spins = 0; spins < SpinsBeforeSleep; spins++)
        {
            if (Volatile.Read(ref _stopped))
                return 0;
            if ((number = Volatile.Read(ref queue->Offer)) > 0)
                return number;
            Thread.SpinWait(1);
        }

        Interlocked.Increment(ref _asleep);
        lock (_gate)
        {
            while ((number = Volatile.Read(ref queue->Offer)) <= 0 && !Volatile.Read(ref _stopped))
                Monitor.Wait(_gate);
        }

        Interlocked.Decrement(ref _asleep);
        return Volatile.Read(ref _stopped) ? 0 : number;
    }

    private void Wake()
    {
        lock (_gate)
            Monitor.PulseAll(_gate);
    }
}
